/** What an agent says of frames, and the road of their pictures to the clients. No storage, no waiting, no copies. */
import {
  AGENT_MESSAGE_MAX_BYTES,
  OVERDUE_CEILING_MS,
  OVERDUE_FACTOR,
  OVERDUE_FLOOR_MS,
  stampFlags,
  stampSessionMs,
  type Ability,
  type AgentToSession,
  type FrameHeader,
  type PictureHeader,
} from "@llamasketch/contract";
import { drop } from "./drop.ts";
import type { SessionEffect } from "./events.ts";
import { relay, showsWhatItSays } from "./frames.ts";
import { strike, timed } from "./placing.ts";
import { isVariation, type AgentSeat, type Conn, type SessionState } from "./state.ts";
import { onUnreadable } from "./unreadable.ts";
import { noteDone } from "./variations.ts";

type FromAgent<Type extends AgentToSession["type"]> = Extract<AgentToSession, { type: Type }>;

export function onAgentMessage(
  state: SessionState,
  agent: AgentSeat,
  message: Exclude<AgentToSession, { type: "attach" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  switch (message.type) {
    case "turn":
      return onTurn(state, agent, nowMs, effects);
    case "soon":
      return onSoon(agent, message.inMs, nowMs);
    case "dropped":
      return onDropped(state, agent, message, nowMs, effects);
  }
}

function onTurn(state: SessionState, agent: AgentSeat, nowMs: number, effects: SessionEffect[]): void {
  agent.turnOpen = true;
  agent.answerByMs = null;
  let waiting = state.waiting;
  if (waiting && state.settings?.settingsVersion !== waiting.header.settingsVersion) {
    // Drawn with words that changed while it waited.
    drop(state, waiting, "stale", effects);
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
}

function onSoon(agent: AgentSeat, inMs: number, nowMs: number): void {
  const patienceMs = Math.min(OVERDUE_CEILING_MS, Math.max(OVERDUE_FLOOR_MS, OVERDUE_FACTOR * inMs));
  if (agent.answerByMs !== null) {
    // However far away the promised turn is, it is waited for.
    agent.answerByMs = nowMs + Math.max(patienceMs, inMs + OVERDUE_FLOOR_MS);
  }
  agent.patientUntilMs = nowMs + inMs + patienceMs;
}

function onDropped(
  state: SessionState,
  agent: AgentSeat,
  { seq, reason }: FromAgent<"dropped">,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const at = state.inFlight.findIndex((frame) => frame.header.seq === seq);
  const frame = state.inFlight[at];
  if (!frame) return;
  state.inFlight.splice(at, 1);
  // It lost them, and gets them again with the next frame.
  if (reason === "settings") agent.told = null;
  if (frame.isTold) return;
  if (reason === "unreadable") return onUnreadable(state, frame, nowMs, effects);
  if (reason === "failed") strike(state, nowMs, effects, false);
  drop(state, frame, reason === "superseded" ? "superseded" : "failed", effects);
}

export function onPicture(
  state: SessionState,
  agent: AgentSeat,
  picture: PictureHeader,
  message: Uint8Array,
  nowMs: number,
  effects: SessionEffect[],
): void {
  const at = state.inFlight.findIndex((frame) => frame.header.seq === picture.seq);
  const frame = state.inFlight[at];
  if (!frame || picture.epoch !== state.epoch) {
    // Honest when the pen changed hands meanwhile; an answer to what was never asked is not.
    if (picture.epoch === state.epoch) strike(state, nowMs, effects);
    return;
  }
  state.inFlight.splice(at, 1);
  if (frame.isTold) return;
  if (!answers(frame.header, picture, message)) {
    drop(state, frame, "failed", effects);
    strike(state, nowMs, effects);
    return;
  }
  const { version, pause, variation } = frame.header;
  stampSessionMs(message, nowMs - frame.receivedAtMs);
  stampFlags(message, frame.header);
  agent.strikes = 0;
  state.counts.pictures += 1;
  const header = { ...picture, pause, variation };
  const { settings } = frame;
  if (variation !== undefined) {
    noteDone(state, version, variation);
    effects.push({ type: "broadcast", conns: seated(state, "variations"), header, message, settings });
  } else {
    forgetOlder(state, at, effects);
    effects.push({ type: "broadcast", conns: seated(state), header, message, settings });
    state.done = Math.max(state.done, version);
    timed(state, agent, nowMs - frame.sentAtMs, effects);
  }
  if (state.inFlight.length === 0) agent.patientUntilMs = 0;
  if (pause || variation !== undefined) effects.push({ type: "keep", header, message, settings });
}

/** Of those sent before the one that was at `end`: its picture makes theirs needless, unless they are kept for themselves. */
function forgetOlder(state: SessionState, end: number, effects: SessionEffect[]): void {
  for (const older of state.inFlight.slice(0, end)) {
    if (isVariation(older)) continue;
    state.inFlight.splice(state.inFlight.indexOf(older), 1);
    drop(state, older, "superseded", effects);
  }
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

/** Who has greeted, and can what is said. */
function seated(state: SessionState, can?: Ability): Conn[] {
  const conns: Conn[] = [];
  for (const seat of state.clients.values())
    if (seat.clientId !== null && (!can || seat.can.includes(can))) conns.push(seat.conn);
  return conns;
}
