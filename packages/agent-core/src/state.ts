import { TURN_LEAD_FIRST_MS, TURN_LEAD_MAX_MS, TURN_LEAD_MIN_MS } from "@llamasketch/contract";

/** What a frame is, first to last: whoever wants the GPU for a later one waits for all who want it for an earlier one. */
export const WORKS = ["ink", "final", "refine", "variation"] as const;
export type Work = (typeof WORKS)[number];

/** A frame in the agent's hands; `ref` is the shell's own (bytes, socket), never looked at here. */
export interface AgentFrame<Ref> {
  seq: number;
  work: Work;
  /** How often it was begun and stopped for others. */
  stops?: number;
  ref: Ref;
}

export interface Seat<Ref> {
  key: string;
  ready: { work: Work } | null;
  waiting: AgentFrame<Ref> | null;
  /** When the waiting frame came. */
  waitingAtMs: number;
  /** When its session was told that the waiting frame would be begun; null while it was told nothing. */
  promisedAtMs: number | null;
  /** Since when it has wanted the GPU; null while it does not. */
  sinceMs: number | null;
  turn: { openedAtMs: number; announced: boolean } | null;
  inService: boolean;
  /** GPU time of its last frame beyond a usual one, ms: it stands that much further back in the circle. */
  debtMs: number;
  /** Turn announced → frame here, last samples, ms. */
  leadsMs: number[];
}

export interface Slot<Ref> {
  work: {
    key: string;
    frame: AgentFrame<Ref>;
    startedAtMs: number;
    estimateMs: number;
    /** Asked to end at its next step; null while nobody minds it. */
    stopAtMs: number | null;
    /** Nobody waits for it any more. */
    isDoomed: boolean;
  } | null;
}

/** One GPU host's schedule. Times are ms on the agent's own clock. */
export interface AgentState<Ref> {
  slots: Slot<Ref>[];
  seats: Map<string, Seat<Ref>>;
  /** Last production times by kind, ms. */
  tookMs: Record<Work, number[]>;
  firstEstimateMs: number;
}

const SAMPLES = 16;

export function createAgentState<Ref>(slots: number, firstEstimateMs: number): AgentState<Ref> {
  return {
    slots: Array.from({ length: slots }, () => ({ work: null })),
    seats: new Map(),
    tookMs: { ink: [], final: [], refine: [], variation: [] },
    firstEstimateMs,
  };
}

export function sample(list: number[], value: number): void {
  list.push(value);
  if (list.length > SAMPLES) list.shift();
}

function quantile(list: readonly number[], share: number): number | null {
  if (list.length === 0) return null;
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

/** Expected production time of one frame, ms. */
export function estimateMs<Ref>({ tookMs, firstEstimateMs }: AgentState<Ref>, work: Work): number {
  return quantile(tookMs[work], 0.5) ?? quantile(tookMs.ink, 0.5) ?? firstEstimateMs;
}

/** What a seat wants the GPU for; null while it does not. */
export const workOf = <Ref>({ waiting, ready }: Seat<Ref>): Work | null => (waiting ?? ready)?.work ?? null;

/** How long before its turn a session must be told, so that its canvas arrives as the GPU comes free. */
export function leadMs<Ref>(seat: Seat<Ref>): number {
  const measured = quantile(seat.leadsMs, 0.9) ?? TURN_LEAD_FIRST_MS;
  return Math.min(TURN_LEAD_MAX_MS, Math.max(TURN_LEAD_MIN_MS, measured));
}

/** A waiting frame younger than this is as good as new: asking for another would only cost its sender one. */
const FRESH_MS = 150;

/** When a session with something new is to be told that its turn comes at `startMs`. */
export function announceAtMs<Ref>(seat: Seat<Ref>, startMs: number): number {
  const lead = leadMs(seat);
  const inTimeMs = startMs - lead;
  return seat.waiting ? Math.max(inTimeMs, seat.waitingAtMs + Math.max(FRESH_MS, 2 * lead)) : inTimeMs;
}
