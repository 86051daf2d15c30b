/** The road of a frame to the agent. No storage, no waiting, no copies. */
import {
  DRAFT_SIZE_PX,
  FRAME_HEADER_BYTES,
  FULL_SIZE_PX,
  OVERDUE_FLOOR_MS,
  REFUSALS,
  REPEAT_MS,
  isAnimated,
  readImageHead,
  stampSeq,
  type ClientMessage,
  type FrameHeader,
  type PictureHeader,
  type Refusal,
} from "@llamasketch/contract";
import { drop } from "./drop.ts";
import { refused, type SessionEffect } from "./events.ts";
import { holdsPen } from "./pen.ts";
import { lateAtMs, seekAgent } from "./placing.ts";
import {
  haveOf,
  isVariation,
  openFrames,
  type AgentSeat,
  type Conn,
  type HeldFrame,
  type Ready,
  type SessionState,
} from "./state.ts";
import { isResting } from "./unreadable.ts";
import { canBeMade, canMakeAny, dropStale, noteSent, wantedVariations } from "./variations.ts";

const SIDE_MIN_PX = 64;
const SIDE_MAX_PX = { draft: DRAFT_SIZE_PX, full: FULL_SIZE_PX } as const;

export function onFrame(
  state: SessionState,
  conn: Conn,
  header: FrameHeader,
  message: Uint8Array,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const rule = refusalOf(state, conn, header, message, nowMs);
  const settings = state.settings?.settings;
  if (rule || !settings) {
    state.counts.refused += 1;
    // It used up its want: what brings the settings brings the next.
    if (rule === "R8") state.wantSaidAtMs = -Infinity;
    effects.push(refused(conn, rule ?? "R8", REFUSALS[rule ?? "R8"]));
    return;
  }
  state.counts.frames += 1;
  const times = { receivedAtMs: nowMs, sentAtMs: nowMs };
  const frame: HeldFrame = { header, message, settings, ...times, isTold: false };
  if (state.paused) {
    // Wanted before the pause: its canvas is owed, and drawn when somebody pays again.
    state.ready = readyFor(state, frame);
    drop(state, frame, "stale", effects);
    return;
  }
  state.activeAtMs = nowMs;
  if (header.variation !== undefined) noteSent(state, header.version, header.variation);
  else dropStale(state, header.version, effects);
  if (isVariation(frame) && state.waiting && !isVariation(state.waiting)) {
    // The canvas itself goes first.
    drop(state, frame, "superseded", effects);
    return;
  }
  state.ready = null;
  const agent = state.agent;
  if (state.waiting) drop(state, state.waiting, "superseded", effects);
  state.waiting = null;
  if (agent?.attached && agent.turnOpen) {
    relay(state, agent, frame, nowMs, effects);
    return;
  }
  state.waiting = frame;
  if (agent?.attached) askTurn(agent, readyFor(state, frame), nowMs, effects);
  else if (!agent) seekAgent(state, nowMs, 0, null);
}

function refusalOf(
  state: SessionState,
  conn: Conn,
  header: FrameHeader,
  message: Uint8Array,
  nowMs: number,
): Refusal | null {
  if (!holdsPen(state, conn)) return "R3";
  if (header.epoch !== state.epoch) return "R4";
  if (isResting(state, nowMs)) return "R14";
  if (header.version < haveOf(state)) return "R7";
  if (state.settings?.settingsVersion !== header.settingsVersion) return "R8";
  if (!canBeMade(header, state.agent)) return "R12";
  const { widthPx, heightPx } = header;
  const longPx = Math.max(widthPx, heightPx);
  if (Math.min(widthPx, heightPx) < SIDE_MIN_PX || longPx > SIDE_MAX_PX[header.quality]) return "R6";
  return showsWhatItSays(header, message) ? null : "R5";
}

export function showsWhatItSays(header: FrameHeader | PictureHeader, message: Uint8Array): boolean {
  const image = message.subarray(FRAME_HEADER_BYTES);
  const head = readImageHead(image);
  return (
    head !== null &&
    !isAnimated(image, head) &&
    head.format === header.format &&
    head.widthPx === header.widthPx &&
    head.heightPx === header.heightPx
  );
}

export function relay(
  state: SessionState,
  agent: AgentSeat,
  frame: HeldFrame,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const seq = state.nextSeq++;
  stampSeq(frame.message, seq);
  const held: HeldFrame = {
    ...frame,
    header: { ...frame.header, seq },
    sentAtMs: nowMs,
  };
  agent.turnOpen = false;
  agent.answerByMs = null;
  state.wantOwed = false;
  state.inFlight.push(held);
  giveSettings(state, agent, effects);
  effects.push({ type: "relay", conn: agent.conn, message: frame.message });
}

/** Latest wins: an agent hears of settings with the first frame that is drawn with them. */
function giveSettings({ settings }: SessionState, agent: AgentSeat, effects: SessionEffect[]): void {
  if (!settings || agent.told === settings) return;
  agent.told = settings;
  effects.push({ type: "toAgent", conn: agent.conn, message: { type: "settings", ...settings } });
}

export function onChanged(
  state: SessionState,
  conn: Conn,
  { version, refine, variation }: Extract<ClientMessage, { type: "changed" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (!holdsPen(state, conn)) {
    effects.push(refused(conn, "R3", REFUSALS.R3));
    return;
  }
  const agent = state.agent;
  if (variation !== undefined && !canMakeAny(agent)) {
    effects.push(refused(conn, "R12", REFUSALS.R12));
    return;
  }
  // It is said again every second, and so after this too.
  if (isResting(state, nowMs)) return;
  const ready: Ready = { version, refine, ...(refine && { variation }) };
  if (state.paused) {
    state.ready = ready;
    return;
  }
  state.activeAtMs = nowMs;
  if (!refine) dropStale(state, version, effects);
  if (openFrames(state).some((frame) => answersReady(frame, ready))) {
    // Said again and still waiting here: perhaps the agent never heard of it.
    if (state.waiting && agent?.attached && !agent.turnOpen)
      askTurn(agent, readyFor(state, state.waiting), nowMs, effects);
    return;
  }
  state.ready = ready;
  if (!agent) {
    seekAgent(state, nowMs, 0, null);
  } else if (agent.attached) {
    if (agent.turnOpen) repeatWant(state, nowMs);
    else askTurn(agent, ready, nowMs, effects);
  }
}

/** A want just said is still on its way: said twice, it would bring two canvases, and the second would grow old here. */
export function repeatWant(state: SessionState, nowMs: number): void {
  state.wantOwed ||= nowMs >= state.wantSaidAtMs + REPEAT_MS;
}

/** Whether this frame, once answered, is what the pen says it has. */
function answersReady({ header }: HeldFrame, { version, refine, variation }: Ready): boolean {
  if (variation !== undefined) return header.version === version && header.variation === variation;
  if (header.variation !== undefined || header.version < version) return false;
  return !refine || header.quality !== "draft";
}

/** What a frame that waits here is: new ink, or more of a canvas that was answered. */
function readyFor(state: SessionState, frame: HeldFrame): Ready {
  const { version, quality, variation } = frame.header;
  const isSharper = quality !== "draft" && version <= state.done;
  return { version, refine: isSharper || variation !== undefined, variation };
}

/** Tells the agent that this drawer has something; it must answer in time. */
export function askTurn(
  agent: AgentSeat,
  { refine, variation }: Ready,
  nowMs: number,
  effects: SessionEffect[],
): void {
  agent.answerByMs ??= nowMs + OVERDUE_FLOOR_MS;
  const low = variation !== undefined && { variation };
  effects.push({ type: "toAgent", conn: agent.conn, message: { type: "ready", refine, ...low } });
}

/** A new agent is told of what waits here, or of what the pen has. */
export function askNewAgent(
  state: SessionState,
  agent: AgentSeat,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (state.waiting && !canBeMade(state.waiting.header, agent)) {
    drop(state, state.waiting, "failed", effects);
    state.waiting = null;
  }
  const ready = state.waiting ? readyFor(state, state.waiting) : state.ready;
  if (ready && !state.paused) askTurn(agent, ready, nowMs, effects);
}

/** Says `want` once for each opened turn, as soon as the pen's settings are known. */
export function pumpWant(state: SessionState, nowMs: number, effects: SessionEffect[]): void {
  const conn = state.pen?.conn;
  const agent = state.agent;
  if (!state.wantOwed || state.paused || !conn || !agent?.attached || !agent.turnOpen || !state.settings)
    return;
  state.wantOwed = false;
  state.wantSaidAtMs = nowMs;
  const { generation, done } = state;
  const variations = wantedVariations(state);
  effects.push({
    type: "toClient",
    conn,
    message: { type: "want", generation, have: haveOf(state), done, ...(variations && { variations }) },
  });
}

export function nextFrameDeadlineMs(state: SessionState): number | null {
  const agent = state.agent;
  if (!agent) return null;
  const at = state.inFlight.filter(({ isTold }) => !isTold).map((frame) => lateAtMs(agent, frame));
  if (agent.answerByMs !== null) at.push(agent.answerByMs);
  return at.length ? Math.min(...at) : null;
}
