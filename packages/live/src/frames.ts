/** The road of a frame to the agent and of its picture back. No storage, no waiting, no copies. */
import {
  AGENT_MESSAGE_MAX_BYTES,
  DRAFT_SIZE_PX,
  FINAL_SIZE_PX,
  FRAME_HEADER_BYTES,
  FULL_SIZE_PX,
  OVERDUE_FLOOR_MS,
  OVERDUE_CEILING_MS,
  OVERDUE_FACTOR,
  REFUSALS,
  REPEAT_MS,
  readImageHead,
  stampSeq,
  stampSessionMs,
  type AgentToSession,
  type ClientMessage,
  type FrameHeader,
  type PictureHeader,
  type Refusal,
} from "@llamasketch/contract";
import { drop } from "./drop.ts";
import { refused, type SessionEffect } from "./events.ts";
import { holdsPen } from "./pen.ts";
import { lateAtMs, seekAgent, strike, timed } from "./placing.ts";
import { haveOf, type AgentSeat, type Conn, type HeldFrame, type SessionState } from "./state.ts";

const SIDE_MIN_PX = 64;
const SIDE_MAX_PX = { draft: DRAFT_SIZE_PX, full: FULL_SIZE_PX, final: FINAL_SIZE_PX } as const;

export function onFrame(
  state: SessionState,
  conn: Conn,
  header: FrameHeader,
  message: Uint8Array,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const rule = refusalOf(state, conn, header, message);
  const settings = state.settings?.settings;
  if (rule || !settings) {
    state.counts.refused += 1;
    effects.push(refused(conn, rule ?? "R8", REFUSALS[rule ?? "R8"]));
    return;
  }
  state.activeAtMs = nowMs;
  state.ready = null;
  state.counts.frames += 1;
  const frame: HeldFrame = { header, message, settings, receivedAtMs: nowMs, sentAtMs: nowMs };
  const agent = state.agent;
  if (state.waiting) drop(state, state.waiting.header.version, "superseded", effects);
  state.waiting = null;
  if (agent?.attached && agent.turnOpen) {
    relay(state, agent, frame, nowMs, effects);
    return;
  }
  state.waiting = frame;
  if (agent?.attached) askTurn(agent, false, nowMs, effects);
  else if (!agent) seekAgent(state, nowMs, 0, null);
}

function refusalOf(
  state: SessionState,
  conn: Conn,
  header: FrameHeader,
  message: Uint8Array,
): Refusal | null {
  if (!holdsPen(state, conn)) return "R3";
  if (header.epoch !== state.epoch) return "R4";
  if (header.version < haveOf(state)) return "R7";
  if (state.settings?.settingsVersion !== header.settingsVersion) return "R8";
  const { widthPx, heightPx } = header;
  const longPx = Math.max(widthPx, heightPx);
  if (Math.min(widthPx, heightPx) < SIDE_MIN_PX || longPx > SIDE_MAX_PX[header.quality]) return "R6";
  return showsWhatItSays(header, message) ? null : "R5";
}

function showsWhatItSays(header: FrameHeader | PictureHeader, message: Uint8Array): boolean {
  const head = readImageHead(message.subarray(FRAME_HEADER_BYTES));
  return (
    head !== null &&
    head.format === header.format &&
    head.widthPx === header.widthPx &&
    head.heightPx === header.heightPx
  );
}

function relay(
  state: SessionState,
  agent: AgentSeat,
  frame: HeldFrame,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const seq = state.nextSeq++;
  stampSeq(frame.message, seq);
  const held: HeldFrame = { ...frame, header: { ...frame.header, seq }, sentAtMs: nowMs };
  agent.turnOpen = false;
  agent.answerByMs = null;
  state.wantOwed = false;
  state.inFlight.push(held);
  effects.push({ type: "relay", conn: agent.conn, message: frame.message });
}

export function onChanged(
  state: SessionState,
  conn: Conn,
  changed: Extract<ClientMessage, { type: "changed" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (!holdsPen(state, conn)) {
    effects.push(refused(conn, "R3", REFUSALS.R3));
    return;
  }
  state.activeAtMs = nowMs;
  const onItsWay = [state.waiting, ...state.inFlight].some(
    (frame) =>
      frame !== null &&
      frame.header.version >= changed.version &&
      (!changed.refine || frame.header.quality !== "draft"),
  );
  if (onItsWay) {
    // Said again and still waiting here: perhaps the agent never heard of it.
    if (state.waiting && state.agent?.attached && !state.agent.turnOpen)
      askTurn(state.agent, false, nowMs, effects);
    return;
  }
  state.ready = { version: changed.version, refine: changed.refine };
  const agent = state.agent;
  if (!agent) {
    seekAgent(state, nowMs, 0, null);
  } else if (agent.attached) {
    // A want just said is still on its way: said twice, it would bring two canvases, and the second would grow old here.
    if (agent.turnOpen) state.wantOwed ||= nowMs >= state.wantSaidAtMs + REPEAT_MS;
    else askTurn(agent, changed.refine, nowMs, effects);
  }
}

/** Tells the agent that this drawer has something new; it must answer in time. */
export function askTurn(agent: AgentSeat, refine: boolean, nowMs: number, effects: SessionEffect[]): void {
  agent.answerByMs ??= nowMs + OVERDUE_FLOOR_MS;
  effects.push({ type: "toAgent", conn: agent.conn, message: { type: "ready", refine } });
}

export function onAgentMessage(
  state: SessionState,
  agent: AgentSeat,
  message: Exclude<AgentToSession, { type: "attach" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  switch (message.type) {
    case "turn": {
      agent.turnOpen = true;
      agent.answerByMs = null;
      let waiting = state.waiting;
      if (waiting && state.settings?.settingsVersion !== waiting.header.settingsVersion) {
        // Drawn with words that changed while it waited.
        drop(state, waiting.header.version, "stale", effects);
        waiting = state.waiting = null;
      }
      // Something newer than the waiting frame was announced: the pen is asked for that instead.
      const newer = state.ready !== null && !state.ready.refine;
      if (waiting && !newer) {
        state.waiting = null;
        relay(state, agent, waiting, nowMs, effects);
      } else {
        state.wantOwed = true;
      }
      return;
    }
    case "soon": {
      const patienceMs = Math.min(
        OVERDUE_CEILING_MS,
        Math.max(OVERDUE_FLOOR_MS, OVERDUE_FACTOR * message.inMs),
      );
      if (agent.answerByMs !== null) {
        // However far away the promised turn is, it is waited for.
        agent.answerByMs = nowMs + Math.max(patienceMs, message.inMs + OVERDUE_FLOOR_MS);
      }
      agent.patientUntilMs = nowMs + message.inMs + patienceMs;
      return;
    }
    case "dropped": {
      const at = state.inFlight.findIndex((frame) => frame.header.seq === message.seq);
      const frame = state.inFlight[at];
      if (!frame) return;
      state.inFlight.splice(at, 1);
      if (message.reason === "settings" && state.settings) {
        effects.push({ type: "toAgent", conn: agent.conn, message: { type: "settings", ...state.settings } });
      }
      if (message.reason === "failed") strike(state, nowMs, effects);
      drop(state, frame.header.version, message.reason === "superseded" ? "superseded" : "failed", effects);
      return;
    }
  }
}

export function onPicture(
  state: SessionState,
  agent: AgentSeat,
  header: PictureHeader,
  message: Uint8Array,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const at = state.inFlight.findIndex((frame) => frame.header.seq === header.seq);
  const frame = state.inFlight[at];
  if (!frame || header.epoch !== state.epoch) {
    // Honest when the pen changed hands meanwhile; an answer to what was never asked is not.
    if (header.epoch === state.epoch) strike(state, nowMs, effects);
    return;
  }
  if (!answers(frame.header, header, message)) {
    state.inFlight.splice(at, 1);
    drop(state, frame.header.version, "failed", effects);
    strike(state, nowMs, effects);
    return;
  }
  for (const older of state.inFlight.splice(0, at + 1).slice(0, -1)) {
    drop(state, older.header.version, "superseded", effects);
  }
  stampSessionMs(message, nowMs - frame.receivedAtMs);
  effects.push({ type: "broadcast", conns: seated(state), message });
  timed(agent, nowMs - frame.sentAtMs);
  agent.strikes = 0;
  agent.patientUntilMs = 0;
  state.done = Math.max(state.done, header.version);
  state.counts.pictures += 1;
  if (frame.header.pause) effects.push({ type: "keep", header, message, settings: frame.settings });
}

function answers(asked: FrameHeader, header: PictureHeader, message: Uint8Array): boolean {
  return (
    message.length <= AGENT_MESSAGE_MAX_BYTES &&
    header.version === asked.version &&
    header.quality === asked.quality &&
    header.widthPx === asked.widthPx &&
    header.heightPx === asked.heightPx &&
    showsWhatItSays(header, message)
  );
}

const seated = (state: SessionState): Conn[] => {
  const conns: Conn[] = [];
  for (const seat of state.clients.values()) if (seat.clientId !== null) conns.push(seat.conn);
  return conns;
};

/** Says `want` once for each opened turn, as soon as the pen's settings are known. */
export function pumpWant(state: SessionState, nowMs: number, effects: SessionEffect[]): void {
  const conn = state.pen?.conn;
  const agent = state.agent;
  if (!state.wantOwed || !conn || !agent?.attached || !agent.turnOpen || !state.settings) return;
  state.wantOwed = false;
  state.wantSaidAtMs = nowMs;
  const { generation, done } = state;
  effects.push({ type: "toClient", conn, message: { type: "want", generation, have: haveOf(state), done } });
}

export function nextFrameDeadlineMs(state: SessionState): number | null {
  const agent = state.agent;
  if (!agent) return null;
  const oldest = state.inFlight[0];
  const late = oldest ? lateAtMs(agent, oldest) : null;
  if (late === null) return agent.answerByMs;
  return agent.answerByMs === null ? late : Math.min(late, agent.answerByMs);
}
