/** Which agent draws for this session, and when another is asked for. */
import {
  AGENT_REDIAL_MS,
  IDLE_RELEASE_MS,
  NEWCOMER_IDLE_MS,
  OVERDUE_CEILING_MS,
  OVERDUE_FACTOR,
  OVERDUE_FLOOR_MS,
  PLACE_RETRY_MS,
  TIMED_AFTER_PICTURES,
} from "@llamasketch/contract";
import { drop } from "./drop.ts";
import { remember, type Placed, type SessionEffect } from "./events.ts";
import { isVariation, type AgentSeat, type HeldFrame, type SessionState } from "./state.ts";
import { setStatus } from "./status.ts";

const TIMED_FRAMES = 32;
const STRIKES_OUT = 3;
const ASKS_BEFORE_AVOIDING = 4;
/** With nobody connected the agent is kept this long: a reload comes back within it. */
export const EMPTY_RELEASE_MS = 10_000;

/** When a frame sent to this agent is overdue. */
export function lateAtMs(agent: AgentSeat, frame: HeldFrame): number {
  return Math.max(frame.sentAtMs + overdueAfterMs(agent), agent.patientUntilMs);
}

const overdueAfterMs = (agent: AgentSeat): number =>
  Math.min(OVERDUE_CEILING_MS, Math.max(OVERDUE_FLOOR_MS, OVERDUE_FACTOR * basisMs(agent)));

/** What an ordinary frame takes at worst, as measured; until some were, as the agent said. */
function basisMs(agent: AgentSeat): number {
  const sorted = agent.tookMs.toSorted((a, b) => a - b);
  const p95 = sorted.length
    ? (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0)
    : 0;
  return sorted.length >= 5 ? p95 : Math.max(p95, agent.expectMs);
}

/** A picture came. The dispatcher is told early, since a host that nobody timed draws for nobody else. */
export function timed(state: SessionState, agent: AgentSeat, tookMs: number, effects: SessionEffect[]): void {
  agent.tookMs.push(tookMs);
  if (agent.tookMs.length > TIMED_FRAMES) agent.tookMs.shift();
  agent.timed += 1;
  if (!TIMED_AFTER_PICTURES.some((count) => count === agent.timed)) return;
  if (state.newcomer === agent.agentId) state.newcomer = null;
  effects.push({ type: "timed", agentId: agent.agentId, frameMs: medianMs(agent) });
}

function medianMs({ tookMs }: AgentSeat): number {
  const sorted = tookMs.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Starts looking for an agent, the first ask after `delayMs`, unless one is being looked for already. */
export function seekAgent(state: SessionState, nowMs: number, delayMs: number, avoid: string | null): void {
  if (state.placing) {
    // Once asked, the host that was named is on its way: asked again by each frame meanwhile, it would dial twice or be given up.
    if (state.placing.asks === 0 || avoid !== null)
      state.placing.askAtMs = Math.min(state.placing.askAtMs, nowMs + delayMs);
    // The host that failed last, not the one that failed first.
    if (avoid !== null) state.placing.avoid = avoid;
  } else {
    state.placing = { askAtMs: nowMs + delayMs, asks: 0, asking: false, avoid };
  }
}

/** The agent is lost or given up: its newest frame is kept for the next one. */
export function loseAgent(state: SessionState, effects: SessionEffect[]): AgentSeat | null {
  const agent = state.agent;
  if (!agent) return null;
  state.agent = null;
  const lost = state.inFlight.filter(({ isTold }) => !isTold);
  state.inFlight = [];
  const newest = lost.findLast((frame) => !isVariation(frame));
  const { waiting } = state;
  if (newest && (!waiting || isVariation(waiting) || waiting.header.version < newest.header.version)) {
    if (waiting) drop(state, waiting, "superseded", effects);
    state.waiting = newest;
  }
  const kept = state.waiting?.header.version ?? 0;
  for (const frame of lost) {
    if (isVariation(frame)) drop(state, frame, "failed", effects);
    else if (frame !== state.waiting && frame.header.version < kept)
      drop(state, frame, "superseded", effects);
  }
  return agent;
}

/** Something is overdue, or the agent lied or babbled: never again under this placement. */
export function replaceAgent(
  state: SessionState,
  nowMs: number,
  effects: SessionEffect[],
  isItsFault = true,
): void {
  const agent = loseAgent(state, effects);
  if (!agent) return;
  state.placement += 1;
  state.counts.placements += 1;
  effects.push({ type: "close", conn: agent.conn, why: "old_placement" });
  effects.push(remember(state));
  if (isItsFault) effects.push({ type: "missed", agentId: agent.agentId });
  seekAgent(state, nowMs, 0, agent.agentId);
}

/** `isItsFault`: not when it failed at frames that it was honest about, since what is in them is the drawer's. */
export function strike(
  state: SessionState,
  nowMs: number,
  effects: SessionEffect[],
  isItsFault = true,
): void {
  if (!state.agent) return;
  state.agent.strikes += 1;
  if (state.agent.strikes >= STRIKES_OUT) replaceAgent(state, nowMs, effects, isItsFault);
}

/** Its credential was revoked. */
export function dismissHost(
  state: SessionState,
  agentId: string,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (state.agent && state.agent.agentId !== agentId) return;
  const agent = loseAgent(state, effects);
  // Also without a socket: it has tickets for this placement.
  state.placement += 1;
  effects.push(remember(state));
  if (!agent) return;
  effects.push({ type: "close", conn: agent.conn, why: "revoked" });
  if (state.clients.size > 0) seekAgent(state, nowMs, 0, agentId);
}

export function onAgentLeft(
  state: SessionState,
  clean: boolean,
  nowMs: number,
  effects: SessionEffect[],
): void {
  if (!loseAgent(state, effects)) return;
  if (state.clients.size > 0) seekAgent(state, nowMs, clean ? 0 : AGENT_REDIAL_MS, null);
}

export function releaseAgent(state: SessionState, effects: SessionEffect[]): void {
  const agent = loseAgent(state, effects);
  const wasPlacing = state.placing !== null;
  state.placing = null;
  if (!agent && !wasPlacing) return;
  const frameMs = agent && agent.tookMs.length >= 5 ? medianMs(agent) : null;
  effects.push({ type: "release", agentId: agent?.agentId ?? null, frameMs });
  if (agent) {
    effects.push({ type: "close", conn: agent.conn, why: "released" });
    // Its ticket opens this session no more.
    state.placement += 1;
    effects.push(remember(state));
  }
  setStatus(state, { state: "resting" }, effects);
}

/** Asks, gives up or rests, as the time demands. */
export function pumpPlacing(state: SessionState, nowMs: number, effects: SessionEffect[]): void {
  if (state.clients.size === 0) {
    if (state.emptySinceMs !== null && nowMs >= state.emptySinceMs + EMPTY_RELEASE_MS) {
      state.emptySinceMs = null;
      releaseAgent(state, effects);
    }
    return;
  }
  state.emptySinceMs = null;
  const agent = state.agent;
  if (agent) {
    const late = state.inFlight.some((frame) => !frame.isTold && nowMs >= lateAtMs(agent, frame));
    const silent = agent.answerByMs !== null && nowMs >= agent.answerByMs;
    if (late || silent) replaceAgent(state, nowMs, effects);
  }
  const placing = state.placing;
  if (!placing || state.agent || state.paused || placing.asking || nowMs < placing.askAtMs) return;
  placing.asks += 1;
  placing.asking = true;
  placing.askAtMs = nowMs + PLACE_RETRY_MS;
  if (state.status.state !== "busy") setStatus(state, { state: "placing" }, effects);
  effects.push({ type: "place", placement: state.placement, avoid: placing.avoid });
}

export function onPlaced(state: SessionState, result: Placed, nowMs: number, effects: SessionEffect[]): void {
  if (typeof result === "object" && "agentId" in result) {
    state.newcomer = result.newcomer ? result.agentId : null;
    // It may have come before this was answered.
    if (state.agent && result.newcomer)
      effects.push({ type: "alarm", atMs: Math.max(nowMs, idleAtMs(state)) });
  }
  const placing = state.placing;
  if (!placing) return;
  placing.asking = false;
  placing.askAtMs = nowMs + PLACE_RETRY_MS;
  if (typeof result === "object" && "busyPosition" in result) {
    placing.asks = 0;
    placing.avoid = null;
    setStatus(state, { state: "busy", position: result.busyPosition }, effects);
    return;
  }
  if (placing.asks >= ASKS_BEFORE_AVOIDING && result !== "wait") {
    // Assigned again and again, yet nobody dials: that host cannot reach us.
    placing.asks = 0;
    placing.avoid = result.agentId;
    state.placement += 1;
    effects.push({ type: "missed", agentId: result.agentId });
  }
  setStatus(state, { state: "placing" }, effects);
}

export const idleAtMs = ({ activeAtMs, agent, newcomer }: SessionState): number =>
  activeAtMs + (agent && agent.agentId === newcomer ? NEWCOMER_IDLE_MS : IDLE_RELEASE_MS);
