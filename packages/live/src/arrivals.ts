/** Agents that come, and everyone who is still there when a session wakes. */
import {
  AGENT_ABILITIES,
  CLIENT_ABILITIES,
  HELLO_WITHIN_MS,
  LIVE_PROTOCOL,
  OVERDUE_FLOOR_MS,
  type AgentToSession,
  type SessionStatus,
} from "@llamasketch/contract";
import { remember, type Attached, type SessionEffect, type SessionEvent } from "./events.ts";
import { askNewAgent } from "./frames.ts";
import { idleAtMs, loseAgent, replaceAgent } from "./placing.ts";
import type { AgentSeat, SessionState } from "./state.ts";
import { setStatus, tellStatusTo } from "./status.ts";

export function onAgentJoined(
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
    name: "",
    painter: false,
    expectMs: 0,
    can: [],
    attached: false,
    turnOpen: false,
    answerByMs: nowMs + OVERDUE_FLOOR_MS,
    patientUntilMs: 0,
    tookMs: [],
    timed: 0,
    strikes: 0,
    told: null,
  };
}

export function onAttach(
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
      message: { type: "attached", can: [...AGENT_ABILITIES] },
    });
  askNewAgent(state, agent, nowMs, effects);
  setStatus(state, liveStatus(agent), effects);
  effects.push({ type: "alarm", atMs: idleAtMs(state) });
}

export function onWoke(
  state: SessionState,
  { clients, agents, settings }: Extract<SessionEvent, { type: "woke" }>,
  nowMs: number,
  effects: SessionEffect[],
): void {
  for (const { conn, clientId, can } of clients) {
    state.clients.set(conn, { conn, clientId, can, helloByMs: nowMs + HELLO_WITHIN_MS });
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
  if (agent?.attached) seat(state, agent, agent.attached, effects);
  // Whether it was paused is forgotten: a client that waits for the end of a pause must hear of it.
  for (const client of state.clients.values())
    if (client.clientId !== null && client.can.includes("credits")) tellStatusTo(state, client, effects);
}

type KnownAgent = Extract<SessionEvent, { type: "woke" }>["agents"][number];

function seat(
  state: SessionState,
  { conn, agentId, placement }: KnownAgent,
  attached: Attached,
  effects: SessionEffect[],
): void {
  // Objects sleep when nothing is owed, and then the turn stands open: assume so, and ask.
  const rest = {
    attached: true,
    turnOpen: true,
    answerByMs: null,
    patientUntilMs: 0,
    tookMs: [],
    timed: 0,
    strikes: 0,
    told: null,
  };
  state.agent = { conn, agentId, placement, ...attached, ...rest };
  state.status = liveStatus(state.agent);
  state.wantOwed = true;
  effects.push({
    type: "toAgent",
    conn,
    message: { type: "sync", generation: state.generation },
  });
}

function liveStatus({ name, painter, can }: AgentSeat): SessionStatus {
  const shown = CLIENT_ABILITIES.filter((ability) => can.includes(ability));
  return { state: "live", agent: name, painter, ...(shown.length > 0 && { can: shown }) };
}
