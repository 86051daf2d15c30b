import {
  ABILITIES,
  LIVE_PROTOCOL,
  OVERDUE_FLOOR_MS,
  REFUSALS,
  type AgentToSession,
  type SessionStatus,
} from "@llamasketch/contract";
import { onAgentMessage, onPicture } from "./answers.ts";
import { refused, remember, type SessionEffect, type SessionEvent } from "./events.ts";
import { askNewAgent, nextFrameDeadlineMs, onChanged, onFrame, pumpWant } from "./frames.ts";
import { finishYield, holdsPen, onClientLeft, onHello, onTake, onYielded } from "./pen.ts";
import {
  EMPTY_RELEASE_MS,
  idleAtMs,
  loseAgent,
  onAgentLeft,
  onPlaced,
  pumpPlacing,
  releaseAgent,
  replaceAgent,
  seekAgent,
  setStatus,
} from "./placing.ts";
import type { AgentSeat, Conn, SessionState } from "./state.ts";

const CHUNK_MAX_BYTES = 262_144;

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
  pumpPlacing(state, nowMs, effects);
  // After a wake the event that caused it comes next, and it may be the very frame a `want` would ask for again.
  if (event.type !== "woke") pumpWant(state, nowMs, effects);
  return effects;
}

/** The next instant at which `step({type: "tick"})` must be called, or null: then the object may sleep. */
export function nextDeadlineMs(state: SessionState): number | null {
  // With nobody connected nothing is owed to anybody, and only the release is due.
  const at = [state.clients.size > 0 ? nextFrameDeadlineMs(state) : null];
  if (state.yielding) at.push(state.yielding.byMs);
  if (state.clients.size === 0) {
    const held = state.agent !== null || state.placing !== null;
    if (held && state.emptySinceMs !== null) at.push(state.emptySinceMs + EMPTY_RELEASE_MS);
  } else if (state.placing && !state.agent && !state.placing.asking) {
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
      state.clients.set(event.conn, { conn: event.conn, clientId: null, can: [] });
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
    case "chunkStored":
      state.chunks = Math.max(state.chunks, event.index + 1);
      effects.push({
        type: "toClient",
        conn: event.conn,
        message: { type: "saved", chunkId: event.chunkId, index: event.index },
      });
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
    case "woke":
      return onWoke(state, event, effects);
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
    if (!state.agent && state.pen?.conn && !state.placing) seekAgent(state, nowMs, 0, null);
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
      state.settings = { settingsVersion, settings };
      effects.push({ type: "holdSettings", conn, settingsVersion, settings });
      effects.push({ type: "saveSettings", settings });
      if (state.agent?.attached) {
        effects.push({
          type: "toAgent",
          conn: state.agent.conn,
          message: { type: "settings", settingsVersion, settings },
        });
        if (state.agent.turnOpen) state.wantOwed = true;
      }
      return;
    }
  }
}

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
  else effects.push({ type: "saveChunk", conn, header, bytes });
}

function onAgentJoined(
  state: SessionState,
  { conn, agentId, placement }: Extract<SessionEvent, { type: "agentJoined" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (placement < state.placement) {
    effects.push({ type: "close", conn, why: "old_placement" });
    return;
  }
  const before = loseAgent(state, effects);
  if (before) effects.push({ type: "close", conn: before.conn, why: "old_placement" });
  if (placement > state.placement) {
    state.placement = placement;
    effects.push(remember(state));
  }
  state.agent = {
    conn,
    agentId,
    placement,
    name: agentId,
    painter: false,
    expectMs: 0,
    can: [],
    attached: false,
    turnOpen: false,
    answerByMs: nowMs + OVERDUE_FLOOR_MS,
    patientUntilMs: 0,
    tookMs: [],
    strikes: 0,
    progressAtMs: -Infinity,
  };
}

function onAttach(
  state: SessionState,
  agent: AgentSeat,
  attach: Extract<AgentToSession, { type: "attach" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (attach.protocol !== LIVE_PROTOCOL) {
    effects.push({ type: "close", conn: agent.conn, why: "protocol_version" });
    replaceAgent(state, nowMs, effects);
    return;
  }
  const { name, painter, expectMs, can = [] } = attach;
  Object.assign(agent, { attached: true, name, painter, expectMs, can, answerByMs: null });
  state.placing = null;
  state.activeAtMs = nowMs;
  effects.push({ type: "holdAgent", conn: agent.conn, name, painter, expectMs, can });
  if (attach.can)
    effects.push({
      type: "toAgent",
      conn: agent.conn,
      message: { type: "attached", can: [...ABILITIES] },
    });
  if (state.settings)
    effects.push({ type: "toAgent", conn: agent.conn, message: { type: "settings", ...state.settings } });
  askNewAgent(state, agent, nowMs, effects);
  setStatus(state, liveStatus(agent), effects);
  effects.push({ type: "alarm", atMs: idleAtMs(state) });
}

function onWoke(
  state: SessionState,
  { clients, agents, settings }: Extract<SessionEvent, { type: "woke" }>,
  effects: SessionEffect[],
): void {
  for (const { conn, clientId, can } of clients) {
    state.clients.set(conn, { conn, clientId, can });
    if (clientId !== null && state.pen?.clientId === clientId) state.pen.conn = conn;
  }
  state.settings = settings;
  // Whatever came would have woken the object: nothing was drawn while it slept.
  state.activeAtMs = -Infinity;
  const agent = agents.find((note) => note.attached !== null && note.placement === state.placement);
  for (const other of agents) {
    // Half greeted, or of an older placement: it dials again if it may.
    if (other !== agent) effects.push({ type: "close", conn: other.conn, why: "going_away" });
  }
  if (!agent?.attached) return;
  const { conn, agentId, placement, attached } = agent;
  // Objects sleep when nothing is owed, and then the turn stands open: assume so, and ask.
  const rest = {
    attached: true,
    turnOpen: true,
    answerByMs: null,
    patientUntilMs: 0,
    tookMs: [],
    strikes: 0,
    progressAtMs: -Infinity,
  };
  state.agent = { conn, agentId, placement, ...attached, ...rest };
  state.status = liveStatus(state.agent);
  state.wantOwed = true;
  effects.push({
    type: "toAgent",
    conn: agent.conn,
    message: { type: "sync", generation: state.generation },
  });
}

const liveStatus = ({ name, painter, can }: AgentSeat): SessionStatus => ({
  state: "live",
  agent: name,
  painter,
  ...(can.length > 0 && { can: [...can] }),
});
