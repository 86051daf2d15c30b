/** Which GPU host draws for which live session. Pure: time comes in, instructions go out. */
import {
  DISPATCHER_GRACE_MS,
  HEARTBEAT_LOST_MS,
  NEWCOMER_FRAME_MS,
  PLACEMENT_MAX,
} from "@llamasketch/contract";
import { isOnTrial, isResting, sessionsAllowed, timedFrame, type HostStanding } from "./host-standing.ts";
import type {
  HostRow,
  PlacementEffect,
  PlacementRow,
  PlacementState,
  PlaceResult,
} from "./placement-state.ts";

/** A waiting session asks every 2 s; one that stopped asking left the line. */
const WAITING_EXPIRES_MS = 10_000;
/** Half of what there is: numbers beyond it are not of our counting, and there is room above them. */
const SOUND_PLACEMENT_MAX = PLACEMENT_MAX / 2;

/** A placement's number as it was remembered, or 0 when it cannot have come from here. */
export const soundPlacement = (placement: number): number =>
  Number.isInteger(placement) && placement >= 0 && placement <= SOUND_PLACEMENT_MAX ? placement : 0;

export function createPlacementState(remembered: readonly PlacementRow[], nowMs: number): PlacementState {
  return {
    startedAtMs: nowMs,
    hosts: new Map(),
    placements: new Map(
      remembered.filter((row) => soundPlacement(row.placement) > 0).map((row) => [row.session, row]),
    ),
    waiting: new Map(),
  };
}

export interface Registration {
  agentId: string;
  name: string;
  slots: number;
  capacity: number;
  frameMs: number;
  /** `proven`: the host has a ticket for it that was signed here and holds still. */
  holding: readonly { session: string; placement: number; proven?: boolean }[];
  standing: HostStanding;
}

/** A host (re)appears and says what it holds; what it lost meanwhile is assigned to it again. */
export function register(state: PlacementState, host: Registration, nowMs: number): PlacementEffect[] {
  const effects: PlacementEffect[] = [];
  state.hosts.set(host.agentId, {
    agentId: host.agentId,
    name: host.name,
    slots: host.slots,
    capacity: host.capacity,
    connected: true,
    healthy: true,
    claimedMs: host.frameMs,
    standing: host.standing,
    heardAtMs: nowMs,
  });
  const held = new Set<string>();
  for (const { session, placement, proven = false } of host.holding) {
    const row = { session, agentId: host.agentId, placement };
    const recorded = state.placements.get(session);
    const isRecorded = recorded?.agentId === host.agentId && recorded.placement === placement;
    const isLater = proven && (recorded?.placement ?? 0) < placement;
    if (isRecorded || isLater) held.add(session);
    else effects.push({ type: "unassign", ...row });
    if (!isLater) continue;
    state.placements.set(session, row);
    effects.push({ type: "remember", ...row });
  }
  for (const row of state.placements.values()) {
    if (row.agentId === host.agentId && !held.has(row.session)) effects.push({ type: "assign", ...row });
  }
  return effects;
}

/** A host asks for another ticket: it has one if this very placement is its own. */
export function renew(
  state: PlacementState,
  agentId: string,
  { session, placement, proven }: { session: string; placement: number; proven: boolean },
): PlacementEffect[] {
  const row = { session, agentId, placement };
  const recorded = state.placements.get(session);
  if (recorded?.agentId === agentId && recorded.placement === placement) return [{ type: "assign", ...row }];
  if (!proven || (recorded?.placement ?? 0) >= placement) return [{ type: "unassign", ...row }];
  state.placements.set(session, row);
  return [
    { type: "remember", ...row },
    { type: "assign", ...row },
  ];
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
  host.claimedMs = frameMs;
}

/** A session timed this host on the platform's clock. */
export function observed(state: PlacementState, standing: HostStanding, frameMs: number): void {
  timedFrame(standing, frameMs, loadsOf(state, "").get(standing.agentId) ?? 0);
}

/** Here, well, and silent for less than a host may be. */
export const isAlive = (state: PlacementState, agentId: string, nowMs: number): boolean => {
  const host = state.hosts.get(agentId);
  return host !== undefined && host.connected && nowMs < host.heardAtMs + HEARTBEAT_LOST_MS;
};

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
        result: assignedTo(recordedHost),
        effects: [{ type: "assign", ...recorded }],
      };
    }
    // Just after a restart hosts are still coming back: nobody is moved for that.
    if (!recordedHost && nowMs < state.startedAtMs + DISPATCHER_GRACE_MS)
      return { result: { state: "wait" }, effects: [] };
  }
  const effects: PlacementEffect[] = [];
  // It takes that placement no more: until it has another one it stands in nobody's way.
  if (recorded && recorded.placement < ask.floor) {
    state.placements.delete(ask.session);
    effects.push({ type: "forget", session: ask.session });
    if (recordedHost?.connected) effects.push({ type: "unassign", ...recorded });
  }
  const since = state.waiting.get(ask.session)?.sinceMs ?? nowMs;
  state.waiting.set(ask.session, { sinceMs: since, askedAtMs: nowMs });
  const loads = loadsOf(state, ask.session);
  const all = [...state.hosts.values()];
  const timed = all.filter((host) => isTimedAndWell(host, nowMs));
  const open = all
    .filter((host) => host.connected && host.healthy)
    .map((host) => {
      const others = timed.length > (isTimedAndWell(host, nowMs) ? 1 : 0);
      const allowed = sessionsAllowed(host.standing, host.capacity, others, nowMs);
      return { host, load: loads.get(host.agentId) ?? 0, allowed };
    });
  if (open.length === 0) return { result: { state: "wait" }, effects };
  const free = open.filter(({ load, allowed }) => load < allowed);
  const room = free.reduce((sum, { load, allowed }) => sum + allowed - load, 0);
  const position = linePosition(state, ask.session, room, nowMs);
  if (position > 0) return { result: { state: "busy", position }, effects };
  const newcomerMs = newcomerFrameMs(all);
  const chosen = free
    .map(({ host, load }) => ({
      host,
      avoided: host.agentId === ask.avoid,
      expectedMs: (frameMsOf(host, newcomerMs) * (load + 1)) / slotsOf(host),
    }))
    .toSorted(
      (a, b) =>
        Number(a.avoided) - Number(b.avoided) ||
        a.expectedMs - b.expectedMs ||
        (a.host.agentId < b.host.agentId ? -1 : 1),
    )[0];
  if (!chosen) return { result: { state: "busy", position: 1 }, effects };
  const row: PlacementRow = {
    session: ask.session,
    agentId: chosen.host.agentId,
    placement: Math.max(ask.floor, (recorded?.placement ?? 0) + 1),
  };
  const isMoved = recordedHost?.connected && recorded?.agentId !== row.agentId;
  if (recorded && isMoved && effects.length === 0) effects.push({ type: "unassign", ...recorded });
  state.placements.set(ask.session, row);
  state.waiting.delete(ask.session);
  effects.push({ type: "remember", ...row }, { type: "assign", ...row });
  return { result: assignedTo(chosen.host), effects };
}

const assignedTo = ({ agentId, standing }: HostRow): PlaceResult => ({
  state: "assigned",
  agentId,
  newcomer: standing.frameMs === null,
});

/** It was timed, and could take what another host may not have. */
const isTimedAndWell = ({ connected, healthy, standing }: HostRow, nowMs: number): boolean =>
  connected &&
  healthy &&
  standing.frameMs !== null &&
  !isResting(standing, nowMs) &&
  !isOnTrial(standing, nowMs);

/** The least that a host is thought to take which nobody timed: the median of those that were. */
function newcomerFrameMs(all: readonly HostRow[]): number {
  const known = all
    .flatMap(({ connected, standing: { frameMs } }) => (connected && frameMs !== null ? [frameMs] : []))
    .toSorted((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? NEWCOMER_FRAME_MS;
}

/** What a host says of its speed can only speak against it. */
export const frameMsOf = ({ standing, claimedMs }: HostRow, newcomerMs = NEWCOMER_FRAME_MS): number =>
  standing.frameMs ?? Math.max(claimedMs, newcomerMs);

/** Slots are believed as far as it was seen to draw for so many at once. */
const slotsOf = ({ slots, standing }: HostRow): number => Math.min(slots, Math.max(1, standing.carried));

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
function linePosition(state: PlacementState, session: string, room: number, nowMs: number): number {
  const line = [...state.waiting.entries()]
    .filter(([, { askedAtMs }]) => nowMs < askedAtMs + WAITING_EXPIRES_MS)
    .toSorted(([a, { sinceMs: x }], [b, { sinceMs: y }]) => x - y || (a < b ? -1 : 1))
    .map(([name]) => name);
  return Math.max(0, line.indexOf(session) + 1 - room);
}
