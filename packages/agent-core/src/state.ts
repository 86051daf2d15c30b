import { TURN_LEAD_FIRST_MS, TURN_LEAD_MAX_MS, TURN_LEAD_MIN_MS } from "@llamasketch/contract";

/** What a frame is, first to last: whoever wants the GPU for a later one waits for all who want it for an earlier one. */
export const WORKS = ["ink", "refine", "variation"] as const;
export type Work = (typeof WORKS)[number];

/** A frame in the agent's hands; `ref` is the shell's own (bytes, socket), never looked at here. */
export interface AgentFrame<Ref> {
  seq: number;
  work: Work;
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
  hand: Hand;
}

/** How somebody draws and rests. */
export interface Hand {
  /** Newest ink; null before the first. */
  inkAtMs: number | null;
  /** Its pauses, last samples, ms. */
  gapsMs: number[];
}

/** Queued work on one slot. */
export interface SlotJob {
  key: string;
  /** Its model must be loaded first. */
  loads: boolean;
  /** `leaving`: it was asked to stand aside, and does at its next step. */
  state: "waiting" | "running" | "leaving";
  /** Since when it waits; while it runs, its last step or its start. */
  sinceMs: number;
  hasStepped: boolean;
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
  job: SlotJob | null;
  /** When queued work last was given this GPU. */
  jobBeganAtMs: number | null;
  hasDrawnSinceJob: boolean;
}

/** What queued work was seen to take, last samples, ms. */
export interface JobTimes {
  stepMs: number[];
  /** From being given the GPU to the first step, with the model there. */
  firstMs: number[];
  /** The same with a model to load. */
  loadMs: number[];
  /** A live picture right after queued work. */
  liveAfterMs: number[];
  /** When the last of these was seen. */
  liveAfterAtMs: number;
}

/** One GPU host's schedule. Times are ms on the agent's own clock. */
export interface AgentState<Ref> {
  slots: Slot<Ref>[];
  seats: Map<string, Seat<Ref>>;
  /** Last production times by kind, ms. */
  tookMs: Record<Work, number[]>;
  firstEstimateMs: number;
  jobTimes: JobTimes;
}

const SAMPLES = 16;
/** A step that was never timed, ms. */
const JOB_STEP_FIRST_MS = 1000;
/** A model that was never loaded, ms: a checkpoint from a warm disk. */
const JOB_LOAD_FIRST_MS = 10_000;

export function createAgentState<Ref>(slots: number, firstEstimateMs: number): AgentState<Ref> {
  return {
    slots: Array.from({ length: slots }, () => ({
      work: null,
      job: null,
      jobBeganAtMs: null,
      hasDrawnSinceJob: true,
    })),
    seats: new Map(),
    tookMs: { ink: [], refine: [], variation: [] },
    firstEstimateMs,
    jobTimes: { stepMs: [], firstMs: [], loadMs: [], liveAfterMs: [], liveAfterAtMs: 0 },
  };
}

export function sample(list: number[], value: number, kept = SAMPLES): void {
  list.push(value);
  if (list.length > kept) list.shift();
}

export function quantile(list: readonly number[], share: number): number | null {
  if (list.length === 0) return null;
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

/** A session that came, or came back: it wants nothing yet, and what was measured of it holds. */
export function newSeat<Ref>({ seats, slots }: AgentState<Ref>, key: string): Seat<Ref> {
  const before = seats.get(key);
  return {
    key,
    ready: null,
    waiting: null,
    turn: null,
    inService: slots.some((slot) => slot.work?.key === key),
    waitingAtMs: 0,
    promisedAtMs: null,
    sinceMs: null,
    debtMs: 0,
    leadsMs: before?.leadsMs ?? [],
    hand: before?.hand ?? { inkAtMs: null, gapsMs: [] },
  };
}

/** Expected production time of one frame, ms. */
export function estimateMs<Ref>({ tookMs, firstEstimateMs }: AgentState<Ref>, work: Work): number {
  return quantile(tookMs[work], 0.5) ?? quantile(tookMs.ink, 0.5) ?? firstEstimateMs;
}

/** Expected time from giving queued work the GPU to its next step, ms. */
export function jobStepMs<Ref>({ jobTimes }: AgentState<Ref>, loads: boolean): number {
  const { stepMs, firstMs, loadMs } = jobTimes;
  if (loads) return quantile(loadMs, 0.75) ?? JOB_LOAD_FIRST_MS;
  return Math.max(quantile(firstMs, 0.75) ?? JOB_STEP_FIRST_MS, quantile(stepMs, 0.75) ?? 0);
}

/** About when a job that has the GPU comes to its next step. */
export function nextStepMs<Ref>(state: AgentState<Ref>, job: SlotJob): number {
  const stepMs = job.hasStepped ? quantile(state.jobTimes.stepMs, 0.5) : null;
  return job.sinceMs + (stepMs ?? jobStepMs(state, job.loads));
}

/** Queued work has this GPU, or has not left it yet. */
export const isHeld = <Ref>({ job }: Slot<Ref>): boolean => job !== null && job.state !== "waiting";

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
