/** How far a host is believed: what the platform timed there, and what it missed. What a host says of itself is a claim. */
import {
  HOST_REST_MAX_MS,
  HOST_REST_MS,
  MISSES_BACK_TO_ONE,
  MISSES_HALVE_MS,
  MISSES_TO_REST,
  MISS_ONCE_MS,
} from "@llamasketch/contract";

/** What is remembered of a host, also while it is away. */
export interface HostRecord {
  agentId: string;
  /** One frame on one slot, ms, as sessions timed it; null: none has. */
  frameMs: number | null;
  /** Most sketches that it had when one of them timed it. */
  carried: number;
  /** Most jobs that it had in hand when it ended one; 0: none was timed. */
  jobsCarried: number;
  /** As they stood at `missedAtMs`; half of them are forgiven in a while. */
  misses: number;
  missedAtMs: number;
  /** Times it was sent to rest in a row. */
  rests: number;
  restsUntilMs: number;
}

export interface HostStanding extends HostRecord {
  /** Who missed something here, and when it was counted. */
  readonly blamedBy: Map<string, number>;
}

const OBSERVED_WEIGHT = 0.3;
/** As many as count within the time that they count once. */
const BLAMERS_MAX = 256;

export const newRecord = (agentId: string): HostRecord => ({
  agentId,
  frameMs: null,
  carried: 0,
  jobsCarried: 0,
  misses: 0,
  missedAtMs: 0,
  rests: 0,
  restsUntilMs: 0,
});
export const standingOf = (record: HostRecord): HostStanding => ({ ...record, blamedBy: new Map() });

export const missesNow = ({ misses, missedAtMs }: HostRecord, nowMs: number): number =>
  misses * 0.5 ** (Math.max(0, nowMs - missedAtMs) / MISSES_HALVE_MS);

/** Back to one at a time. */
export const isOnTrial = (record: HostRecord, nowMs: number): boolean =>
  Math.round(missesNow(record, nowMs)) >= MISSES_BACK_TO_ONE;
export const isResting = ({ restsUntilMs }: HostRecord, nowMs: number): boolean => nowMs < restsUntilMs;

/** A session timed a frame there while it had `load` sketches. */
export function timedFrame(record: HostRecord, frameMs: number, load: number): void {
  const before = record.frameMs;
  record.frameMs = before === null ? frameMs : before + OBSERVED_WEIGHT * (frameMs - before);
  record.carried = Math.max(record.carried, load, 1);
}

/** It ended a job while it had `inHand`, that one among them. True when that is more than was known. */
export function timedJob(record: HostRecord, inHand: number): boolean {
  if (inHand <= record.jobsCarried) return false;
  record.jobsCarried = inHand;
  return true;
}

/** Something was overdue, lied about or lost there; the same `by` counts once in a while. True when it counted. */
export function missed(standing: HostStanding, by: string, nowMs: number): boolean {
  const { blamedBy } = standing;
  for (const [other, atMs] of blamedBy) if (nowMs >= atMs + MISS_ONCE_MS) blamedBy.delete(other);
  if (blamedBy.has(by) || blamedBy.size >= BLAMERS_MAX) return false;
  blamedBy.set(by, nowMs);
  const before = missesNow(standing, nowMs);
  if (Math.round(before) === 0) standing.rests = 0;
  standing.misses = before + 1;
  standing.missedAtMs = nowMs;
  if (Math.round(standing.misses) >= MISSES_TO_REST) {
    standing.restsUntilMs = nowMs + Math.min(HOST_REST_MAX_MS, HOST_REST_MS * 2 ** standing.rests);
    standing.rests += 1;
    // After its rest it begins with one.
    standing.misses = MISSES_BACK_TO_ONE;
    blamedBy.clear();
  }
  return true;
}

/**
 * Live sketches it may have. `others`: another host is here that was timed and is not on trial itself; where all are, they are
 * better than none.
 */
export function sessionsAllowed(
  record: HostRecord,
  capacity: number,
  others: boolean,
  nowMs: number,
): number {
  if (record.frameMs === null) return isResting(record, nowMs) ? 0 : Math.min(1, capacity);
  if (!others) return capacity;
  if (isResting(record, nowMs)) return 0;
  return isOnTrial(record, nowMs) ? Math.min(1, capacity) : capacity;
}

/** Queued jobs it may have in hand: one, then twice as many as it is known to end. */
export function jobsAllowed(record: HostRecord, others: boolean, nowMs: number): number {
  const { jobsCarried } = record;
  if (jobsCarried === 0) return isResting(record, nowMs) ? 0 : 1;
  if (others && isResting(record, nowMs)) return 0;
  return others && isOnTrial(record, nowMs) ? 1 : 2 * jobsCarried;
}
