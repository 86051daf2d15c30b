/** Which GPU host draws for which live session. Pure: time comes in, instructions go out. */
import { DISPATCHER_GRACE_MS, HEARTBEAT_LOST_MS } from "@llamasketch/contract";

export interface HostRow {
  agentId: string;
  name: string;
  connected: boolean;
  healthy: boolean;
  slots: number;
  capacity: number;
  /** One frame on one slot, ms: what sessions measured, else what the host says of itself. */
  frameMs: number;
  measured: boolean;
  heardAtMs: number;
}

export interface PlacementRow {
  session: string;
  agentId: string;
  placement: number;
}

export interface PlacementState {
  startedAtMs: number;
  hosts: Map<string, HostRow>;
  placements: Map<string, PlacementRow>;
  /** Sessions without a place: since when, and when they last asked. */
  waiting: Map<string, { sinceMs: number; askedAtMs: number }>;
}

export type PlacementEffect =
  | ({ type: "assign" } & PlacementRow)
  | ({ type: "unassign" } & PlacementRow)
  | ({ type: "remember" } & PlacementRow)
  | { type: "forget"; session: string };

export type PlaceResult =
  | { state: "assigned"; agentId: string }
  | { state: "wait" }
  | { state: "busy"; position: number };

/** A waiting session asks every 2 s; one that stopped asking left the line. */
const WAITING_EXPIRES_MS = 10_000;
const OBSERVED_WEIGHT = 0.3;

export function createPlacementState(remembered: readonly PlacementRow[], nowMs: number): PlacementState {
  return {
    startedAtMs: nowMs,
    hosts: new Map(),
    placements: new Map(remembered.map((row) => [row.session, row])),
    waiting: new Map(),
  };
}

export interface Registration {
  agentId: string;
  name: string;
  slots: number;
  capacity: number;
  frameMs: number;
  holding: readonly { session: string; placement: number }[];
}

/** A host (re)appears and says what it holds; what it lost meanwhile is assigned to it again. */
export function register(state: PlacementState, host: Registration, nowMs: number): PlacementEffect[] {
  const effects: PlacementEffect[] = [];
  const known = state.hosts.get(host.agentId);
  state.hosts.set(host.agentId, {
    agentId: host.agentId,
    name: host.name,
    slots: host.slots,
    capacity: host.capacity,
    connected: true,
    healthy: true,
    frameMs: known?.measured ? known.frameMs : host.frameMs,
    measured: known?.measured ?? false,
    heardAtMs: nowMs,
  });
  const held = new Set<string>();
  for (const { session, placement } of host.holding) {
    const row = { session, agentId: host.agentId, placement };
    const recorded = state.placements.get(session);
    if (recorded && recorded.placement > placement) {
      effects.push({ type: "unassign", ...row });
      continue;
    }
    held.add(session);
    if (recorded?.agentId === host.agentId && recorded.placement === placement) continue;
    state.placements.set(session, row);
    effects.push({ type: "remember", ...row });
  }
  for (const row of state.placements.values()) {
    if (row.agentId === host.agentId && !held.has(row.session)) effects.push({ type: "assign", ...row });
  }
  return effects;
}

export function beat(
  state: PlacementState,
  agentId: string,
  healthy: boolean,
  frameMs: number,
  nowMs: number,
): void {
  const host = state.hosts.get(agentId);
  if (!host) return;
  host.heardAtMs = nowMs;
  host.connected = true;
  host.healthy = healthy;
  if (!host.measured) host.frameMs = frameMs;
}

/** A session timed this host on the platform's clock. */
export function observed(state: PlacementState, agentId: string, frameMs: number): void {
  const host = state.hosts.get(agentId);
  if (!host) return;
  host.frameMs = host.measured ? host.frameMs + OBSERVED_WEIGHT * (frameMs - host.frameMs) : frameMs;
  host.measured = true;
}

export function disconnected(state: PlacementState, agentId: string, nowMs: number): void {
  const host = state.hosts.get(agentId);
  if (!host?.connected) return;
  host.connected = false;
  host.heardAtMs = nowMs;
}

/**
 * A session asks for an agent. `floor`: lowest placement number it will accept; `avoid`: a host that failed it.
 * Asking again is harmless: the same answer is given and the assignment repeated.
 */
export function place(
  state: PlacementState,
  ask: { session: string; floor: number; avoid: string | null },
  nowMs: number,
): { result: PlaceResult; effects: PlacementEffect[] } {
  const recorded = state.placements.get(ask.session);
  const recordedHost = recorded && state.hosts.get(recorded.agentId);
  if (recorded && recorded.placement >= ask.floor && recorded.agentId !== ask.avoid) {
    if (recordedHost?.connected) {
      return {
        result: { state: "assigned", agentId: recorded.agentId },
        effects: [{ type: "assign", ...recorded }],
      };
    }
    // Just after a restart hosts are still coming back: nobody is moved for that.
    if (!recordedHost && nowMs < state.startedAtMs + DISPATCHER_GRACE_MS)
      return { result: { state: "wait" }, effects: [] };
  }
  const since = state.waiting.get(ask.session)?.sinceMs ?? nowMs;
  state.waiting.set(ask.session, { sinceMs: since, askedAtMs: nowMs });
  const loads = loadsOf(state, ask.session);
  const open = [...state.hosts.values()].filter((host) => host.connected && host.healthy);
  const free = open.filter((host) => (loads.get(host.agentId) ?? 0) < host.capacity);
  if (open.length === 0) return { result: { state: "wait" }, effects: [] };
  const position = linePosition(state, ask.session, free, loads, nowMs);
  if (position > 0) return { result: { state: "busy", position }, effects: [] };
  const chosen = free
    .map((host) => ({
      host,
      avoided: host.agentId === ask.avoid,
      expectedMs: (host.frameMs * ((loads.get(host.agentId) ?? 0) + 1)) / host.slots,
    }))
    .toSorted(
      (a, b) =>
        Number(a.avoided) - Number(b.avoided) ||
        a.expectedMs - b.expectedMs ||
        (a.host.agentId < b.host.agentId ? -1 : 1),
    )[0];
  if (!chosen) return { result: { state: "busy", position: 1 }, effects: [] };
  const row: PlacementRow = {
    session: ask.session,
    agentId: chosen.host.agentId,
    placement: Math.max(ask.floor, (recorded?.placement ?? 0) + 1),
  };
  const effects: PlacementEffect[] = [];
  if (recorded && recordedHost?.connected && recorded.agentId !== row.agentId) {
    effects.push({ type: "unassign", ...recorded });
  }
  state.placements.set(ask.session, row);
  state.waiting.delete(ask.session);
  effects.push({ type: "remember", ...row }, { type: "assign", ...row });
  return { result: { state: "assigned", agentId: row.agentId }, effects };
}

/** The session needs no agent now. */
export function release(state: PlacementState, session: string): PlacementEffect[] {
  state.waiting.delete(session);
  const row = state.placements.get(session);
  if (!row) return [];
  state.placements.delete(session);
  return [{ type: "forget", session }];
}

/** A host says that it no longer has this session. */
export function gone(
  state: PlacementState,
  agentId: string,
  session: string,
  placement: number,
): PlacementEffect[] {
  const row = state.placements.get(session);
  if (row?.agentId !== agentId || row.placement !== placement) return [];
  state.placements.delete(session);
  return [{ type: "forget", session }];
}

/** Hosts silent too long are no longer counted; after the grace time their sessions are free to be placed elsewhere. */
export function sweep(state: PlacementState, nowMs: number): PlacementEffect[] {
  for (const host of state.hosts.values()) {
    if (host.connected && nowMs >= host.heardAtMs + HEARTBEAT_LOST_MS)
      disconnected(state, host.agentId, nowMs);
  }
  for (const [session, { askedAtMs }] of state.waiting) {
    if (nowMs >= askedAtMs + WAITING_EXPIRES_MS) state.waiting.delete(session);
  }
  if (nowMs < state.startedAtMs + DISPATCHER_GRACE_MS) return [];
  const effects: PlacementEffect[] = [];
  for (const row of state.placements.values()) {
    const host = state.hosts.get(row.agentId);
    if (host && (host.connected || nowMs < host.heardAtMs + DISPATCHER_GRACE_MS)) continue;
    state.placements.delete(row.session);
    effects.push({ type: "forget", session: row.session });
  }
  for (const host of state.hosts.values()) {
    if (!host.connected && nowMs >= host.heardAtMs + DISPATCHER_GRACE_MS) state.hosts.delete(host.agentId);
  }
  return effects;
}

function loadsOf(state: PlacementState, except: string): Map<string, number> {
  const loads = new Map<string, number>();
  for (const row of state.placements.values()) {
    if (row.session !== except) loads.set(row.agentId, (loads.get(row.agentId) ?? 0) + 1);
  }
  return loads;
}

/** 0 when there is room for this session and all who waited longer, else its place in the line, from 1. */
function linePosition(
  state: PlacementState,
  session: string,
  free: readonly HostRow[],
  loads: ReadonlyMap<string, number>,
  nowMs: number,
): number {
  const room = free.reduce((sum, host) => sum + host.capacity - (loads.get(host.agentId) ?? 0), 0);
  const line = [...state.waiting.entries()]
    .filter(([, { askedAtMs }]) => nowMs < askedAtMs + WAITING_EXPIRES_MS)
    .toSorted(([a, { sinceMs: x }], [b, { sinceMs: y }]) => x - y || (a < b ? -1 : 1))
    .map(([name]) => name);
  return Math.max(0, line.indexOf(session) + 1 - room);
}
