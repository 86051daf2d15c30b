import { HELLO_WITHIN_MS, REFUSALS, STROKES_WAITING_MAX_BYTES, type Settings } from "@llamasketch/contract";
import { onAgentMessage, onPicture } from "./answers.ts";
import { onAgentJoined, onAttach, onWoke } from "./arrivals.ts";
import { refused, remember, type SessionEffect, type SessionEvent } from "./events.ts";
import { nextFrameDeadlineMs, onChanged, onFrame, pumpWant, repeatWant } from "./frames.ts";
import { onPaused, onResumed, pausedReleaseAtMs, pumpPause } from "./pausing.ts";
import { finishYield, holdsPen, onClientLeft, onHello, onTake, onYielded } from "./pen.ts";
import {
  EMPTY_RELEASE_MS,
  dismissHost,
  idleAtMs,
  onAgentLeft,
  onPlaced,
  pumpPlacing,
  releaseAgent,
  replaceAgent,
  seekAgent,
} from "./placing.ts";
import type { Conn, SessionState } from "./state.ts";
import { isResting } from "./unreadable.ts";

const CHUNK_MAX_BYTES = 262_144;
/** However small, a chunk that waits takes this much: five hundred of them are eight pieces. */
const CHUNK_ROOM_BYTES = 4096;
const roomOf = (bytes: number): number => Math.max(CHUNK_ROOM_BYTES, bytes);

export interface Policy {
  /** False when these words must not be drawn. */
  allowsPrompt(prompt: string): boolean;
}

/** Advances the session by one event. Mutates `state`; returns what the shell must do, in this order. */
export function step(
  state: SessionState,
  event: SessionEvent,
  nowMs: number,
  policy: Policy,
): SessionEffect[] {
  const effects: SessionEffect[] = [];
  apply(state, event, nowMs, policy, effects);
  if (state.yielding && nowMs >= state.yielding.byMs) finishYield(state, effects);
  closeSilent(state, nowMs, effects);
  pumpPause(state, nowMs, effects);
  pumpPlacing(state, nowMs, effects);
  // After a wake the event that caused it comes next, and it may be the very frame a `want` would ask for again.
  if (event.type !== "woke") pumpWant(state, nowMs, effects);
  return effects;
}

/** The next instant at which `step({type: "tick"})` must be called, or null: then the object may sleep. */
export function nextDeadlineMs(state: SessionState): number | null {
  // With nobody connected nothing is owed to anybody, and only the release is due.
  const at = [state.clients.size > 0 ? nextFrameDeadlineMs(state) : null, pausedReleaseAtMs(state)];
  if (state.yielding) at.push(state.yielding.byMs);
  for (const { clientId, helloByMs } of state.clients.values()) if (clientId === null) at.push(helloByMs);
  if (state.clients.size === 0) {
    const held = state.agent !== null || state.placing !== null;
    if (held && state.emptySinceMs !== null) at.push(state.emptySinceMs + EMPTY_RELEASE_MS);
  } else if (state.placing && !state.agent && !state.paused && !state.placing.asking) {
    at.push(state.placing.askAtMs);
  }
  const known = at.filter((ms) => ms !== null);
  return known.length ? Math.min(...known) : null;
}

function apply(
  state: SessionState,
  event: SessionEvent,
  nowMs: number,
  policy: Policy,
  effects: SessionEffect[],
): void {
  switch (event.type) {
    case "clientJoined":
      state.clients.set(event.conn, {
        conn: event.conn,
        clientId: null,
        can: [],
        helloByMs: nowMs + HELLO_WITHIN_MS,
      });
      return;
    case "clientLeft":
      return onClientLeft(state, event.conn, nowMs, effects);
    case "clientMessage":
      return onClientMessage(state, event, nowMs, policy, effects);
    case "frame":
      if (greeted(state, event.conn, effects)) {
        onFrame(state, event.conn, event.header, event.message, nowMs, effects);
      }
      return;
    case "chunk":
      return onChunk(state, event, effects);
    case "chunkNotStored":
      state.waitingBytes = Math.max(0, state.waitingBytes - roomOf(event.bytes));
      effects.push(refused(event.conn, event.rule, REFUSALS[event.rule]));
      return;
    case "chunkStored":
      state.waitingBytes = Math.max(0, state.waitingBytes - roomOf(event.bytes));
      state.chunks = Math.max(state.chunks, event.index + 1);
      effects.push({
        type: "toClient",
        conn: event.conn,
        message: { type: "saved", chunkId: event.chunkId, index: event.index },
      });
      return;
    case "logRead":
      state.chunks = Math.max(state.chunks, event.chunks);
      return;
    case "adopted":
      state.epoch = Math.max(state.epoch, event.epoch);
      state.chunks = Math.max(state.chunks, event.chunks);
      effects.push(remember(state));
      return;
    case "agentJoined":
      return onAgentJoined(state, event, nowMs, effects);
    case "agentLeft":
      if (state.agent?.conn !== event.conn) return;
      if (event.cutOff) replaceAgent(state, nowMs, effects);
      else onAgentLeft(state, event.clean, nowMs, effects);
      return;
    case "agentMessage": {
      const agent = state.agent?.conn === event.conn ? state.agent : null;
      if (!agent) return;
      if (event.message.type === "attach") onAttach(state, agent, event.message, nowMs, effects);
      else if (agent.attached) onAgentMessage(state, agent, event.message, nowMs, effects);
      return;
    }
    case "picture":
      if (state.agent?.conn === event.conn && state.agent.attached) {
        onPicture(state, state.agent, event.header, event.message, nowMs, effects);
      }
      return;
    case "placed":
      return onPlaced(state, event.result, nowMs, effects);
    case "dismissed":
      return dismissHost(state, event.agentId, nowMs, effects);
    case "woke":
      return onWoke(state, event, nowMs, effects);
    case "paused":
      return onPaused(state, event.reason, nowMs, effects);
    case "resumed":
      return onResumed(state, nowMs, effects);
    case "alarm":
      if (!state.agent) return;
      // A frame still being made counts as drawing.
      if (state.inFlight.length > 0) state.activeAtMs = nowMs;
      if (nowMs >= idleAtMs(state)) releaseAgent(state, effects);
      else effects.push({ type: "alarm", atMs: idleAtMs(state) });
      return;
    case "tick":
      return;
  }
}

function greeted(state: SessionState, conn: Conn, effects: SessionEffect[]): boolean {
  if (state.clients.get(conn)?.clientId != null) return true;
  effects.push(refused(conn, "R2", REFUSALS.R2));
  return false;
}

function onClientMessage(
  state: SessionState,
  { conn, message }: Extract<SessionEvent, { type: "clientMessage" }>,
  nowMs: number,
  policy: Policy,
  effects: SessionEffect[],
): void {
  if (message.type === "hello") {
    onHello(state, conn, message, nowMs, effects);
    // Whoever only looks takes no GPU.
    const mayDraw =
      message.pen !== "watch" && holdsPen(state, conn) && !state.paused && !isResting(state, nowMs);
    if (mayDraw && !state.agent && !state.placing) seekAgent(state, nowMs, 0, null);
    return;
  }
  if (!greeted(state, conn, effects)) return;
  switch (message.type) {
    case "changed":
      return onChanged(state, conn, message, nowMs, effects);
    case "take":
      return onTake(state, conn, nowMs, effects);
    case "yielded":
      return onYielded(state, conn, effects);
    case "topUp":
      effects.push({ type: "topUp" });
      return;
    case "stopAt":
      if (!holdsPen(state, conn)) effects.push(refused(conn, "R3", REFUSALS.R3));
      else effects.push({ type: "stopAt", credits: message.credits });
      return;
    case "settings": {
      if (!holdsPen(state, conn)) {
        effects.push(refused(conn, "R3", REFUSALS.R3));
        return;
      }
      if (!policy.allowsPrompt(message.settings.prompt)) {
        effects.push(refused(conn, "R10", REFUSALS.R10));
        return;
      }
      const { settingsVersion, settings } = message;
      if (
        state.settings?.settingsVersion === settingsVersion &&
        !areSame(state.settings.settings, settings)
      ) {
        effects.push(refused(conn, "R22", REFUSALS.R22));
        return;
      }
      state.settings = { settingsVersion, settings };
      effects.push({ type: "holdSettings", conn, settingsVersion, settings });
      effects.push({ type: "saveSettings", settings });
      if (state.agent?.attached && state.agent.turnOpen) repeatWant(state, nowMs);
      return;
    }
  }
}

const areSame = (one: Settings, other: Settings): boolean =>
  one.prompt === other.prompt && one.strength === other.strength && one.seed === other.seed;

function onChunk(
  state: SessionState,
  { conn, header, bytes }: Extract<SessionEvent, { type: "chunk" }>,
  effects: SessionEffect[],
): void {
  if (!greeted(state, conn, effects)) return;
  if (!holdsPen(state, conn)) effects.push(refused(conn, "R3", REFUSALS.R3));
  else if (header.epoch !== state.epoch) effects.push(refused(conn, "R4", REFUSALS.R4));
  else if (bytes.length === 0 || bytes.length > CHUNK_MAX_BYTES)
    effects.push(refused(conn, "R9", REFUSALS.R9));
  else if (state.waitingBytes + roomOf(bytes.length) > STROKES_WAITING_MAX_BYTES)
    effects.push(refused(conn, "R15", REFUSALS.R15));
  else {
    state.waitingBytes += roomOf(bytes.length);
    effects.push({ type: "saveChunk", conn, header, bytes });
  }
}

/** A socket that never greets holds a place and says nothing. */
function closeSilent(state: SessionState, nowMs: number, effects: SessionEffect[]): void {
  for (const { conn, clientId, helloByMs } of state.clients.values()) {
    if (clientId !== null || nowMs < helloByMs) continue;
    onClientLeft(state, conn, nowMs, effects);
    effects.push({ type: "close", conn, why: "silent" });
  }
}
