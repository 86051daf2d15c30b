/** Queued work on the GPUs of live drawing: it takes what they leave, and stands aside at its next step. */
import { claims, isLate } from "./plan.ts";
import {
  estimateMs,
  isHeld,
  jobStepMs,
  quantile,
  sample,
  type AgentState,
  type Seat,
  type Slot,
} from "./state.ts";

export type JobEvent =
  /** A queued job would use this slot's GPU; `loads`: its model must be loaded first. Said again after each `job_left`. */
  | { type: "job_wants"; slot: number; key: string; loads: boolean }
  /** One of its steps is done. */
  | { type: "job_step"; slot: number }
  /** The GPU is free of it. */
  | { type: "job_left"; slot: number }
  /** It wants nothing any more. */
  | { type: "job_over"; slot: number };

export type JobEffect =
  /** Use the GPU until `job_aside`, or to the end. */
  | { type: "job_go"; slot: number; key: string }
  /** Leave the GPU at the next step. */
  | { type: "job_aside"; slot: number; key: string }
  /** It waited too long where people draw: let it be made elsewhere. */
  | { type: "job_return"; slot: number; key: string };

/** Ink is heard of at every turn: only what is this much longer than a round of turns is a pause of the hand. */
const GAP_SLACK_MS = 150;
const GAPS = 32;
/** Of a drawer's own pauses that lasted as long as the present one, so many may have ended within a step. */
const SOON_SHARE = 0.2;
/** Waited so long for a drawer to rest, a job is better made elsewhere. */
const JOB_WAIT_MAX_MS = 60_000;
/** First pictures after a job, to tell from: fewer may be chance. */
const LIVE_AFTER_MIN = 3;
const LIVE_AFTER_SLACK_MS = 1000;
/** Without jobs there is nothing new to tell from: after so long it is tried again. */
const LIVE_AFTER_GOOD_MS = 600_000;

/** New ink: how long the hand had rested is remembered. */
export function noteInk<Ref>(state: AgentState<Ref>, { hand }: Seat<Ref>, nowMs: number): void {
  const gapMs = hand.inkAtMs === null ? 0 : nowMs - hand.inkAtMs;
  const roundMs = estimateMs(state, "ink") * Math.max(1, state.seats.size / state.slots.length);
  if (gapMs > roundMs + GAP_SLACK_MS) sample(hand.gapsMs, gapMs, GAPS);
  hand.inkAtMs = nowMs;
}

export function onJob<Ref>(state: AgentState<Ref>, event: JobEvent, nowMs: number): void {
  const slot = state.slots[event.slot];
  if (!slot) return;
  if (event.type === "job_wants") {
    const { key, loads } = event;
    slot.job = { key, loads, state: "waiting", sinceMs: nowMs, hasStepped: false };
    return;
  }
  const { job } = slot;
  if (!job) return;
  if (event.type === "job_step") onStep(state, slot, nowMs);
  else slot.job = null;
}

/** Gives the GPU to queued work, and takes it back. Marks both. */
export function shareWithJobs<Ref>(state: AgentState<Ref>, nowMs: number): JobEffect[] {
  const effects: JobEffect[] = [];
  if (nowMs > state.jobTimes.liveAfterAtMs + LIVE_AFTER_GOOD_MS) state.jobTimes.liveAfterMs = [];
  for (const slot of slotsToClear(state, nowMs)) {
    const { job } = state.slots[slot] ?? {};
    if (!job) continue;
    job.state = "leaving";
    effects.push({ type: "job_aside", slot, key: job.key });
  }
  for (const [index, slot] of state.slots.entries()) {
    const { job } = slot;
    if (job?.state !== "waiting") continue;
    if (mayGo(state, slot, nowMs)) {
      job.state = "running";
      job.sinceMs = nowMs;
      slot.jobBeganAtMs = nowMs;
      effects.push({ type: "job_go", slot: index, key: job.key });
    } else if (state.seats.size > 0 && nowMs >= job.sinceMs + JOB_WAIT_MAX_MS) {
      slot.job = null;
      effects.push({ type: "job_return", slot: index, key: job.key });
    }
  }
  return effects;
}

/** When a waiting job is to be looked at again; null when only an event can help it. */
export function jobDeadlineMs<Ref>(state: AgentState<Ref>, nowMs: number): number | null {
  let next: number | null = null;
  for (const slot of state.slots) {
    const { job } = slot;
    if (job?.state !== "waiting" || state.seats.size === 0) continue;
    const rests = [...state.seats.values()].map((seat) => restsAtMs(state, slot, seat, nowMs));
    for (const atMs of [job.sinceMs + JOB_WAIT_MAX_MS, ...rests])
      if (atMs > nowMs) next = Math.min(next ?? Infinity, atMs);
  }
  return next;
}

/** A live picture is done; true for the first after queued work, whose time shows whether its model had been pushed off. */
export function noteLive<Ref>(
  state: AgentState<Ref>,
  slot: Slot<Ref>,
  tookMs: number,
  nowMs: number,
): boolean {
  if (slot.hasDrawnSinceJob) return false;
  slot.hasDrawnSinceJob = true;
  sample(state.jobTimes.liveAfterMs, tookMs);
  state.jobTimes.liveAfterAtMs = nowMs;
  return true;
}

function onStep<Ref>({ jobTimes }: AgentState<Ref>, slot: Slot<Ref>, nowMs: number): void {
  const { job } = slot;
  if (!job || job.state === "waiting") return;
  const tookMs = nowMs - job.sinceMs;
  if (job.hasStepped) sample(jobTimes.stepMs, tookMs);
  else sample(job.loads ? jobTimes.loadMs : jobTimes.firstMs, tookMs);
  job.hasStepped = true;
  job.sinceMs = nowMs;
  slot.hasDrawnSinceJob = false;
}

/** Jobs on slots that live work wants beyond the free ones and those that are being left. */
function slotsToClear<Ref>(state: AgentState<Ref>, nowMs: number): number[] {
  const { slots } = state;
  const wanted = claims(state, nowMs).filter(({ seat }) => !seat.inService && !isLate(seat, nowMs)).length;
  const open = slots.filter((slot) => !slot.work && slot.job?.state !== "running").length;
  const running = slots.flatMap(({ job }, index) => (job?.state === "running" ? [{ index, job }] : []));
  // The one that is furthest into its step leaves first.
  running.sort((a, b) => a.job.sinceMs - b.job.sinceMs);
  return running.slice(0, Math.max(0, wanted - open)).map(({ index }) => index);
}

/** A GPU is left over when everybody who draws has one. */
function mayGo<Ref>(state: AgentState<Ref>, slot: Slot<Ref>, nowMs: number): boolean {
  if (slot.work || (pushesLiveOff(state) && state.seats.size > 0)) return false;
  const free = state.slots.filter((other) => !other.work && !isHeld(other)).length;
  const wanting = new Set(claims(state, nowMs).map(({ seat }) => seat));
  const needed = [...state.seats.values()].filter(
    (seat) => !seat.inService && (wanting.has(seat) || restsAtMs(state, slot, seat, nowMs) > nowMs),
  );
  return free > needed.length;
}

/** The device holds one model or the other: a job would cost the next drawer a load. */
function pushesLiveOff<Ref>(state: AgentState<Ref>): boolean {
  const { liveAfterMs } = state.jobTimes;
  const usualMs = 2 * estimateMs(state, "ink") + LIVE_AFTER_SLACK_MS;
  return liveAfterMs.length >= LIVE_AFTER_MIN && (quantile(liveAfterMs, 0.5) ?? 0) > usualMs;
}

/**
 * From when on a step may be begun by this drawer's hand: unless ink is likely before the step is over. How long the hand
 * has rested is held against its own pauses; one that was never seen to rest so long must have rested as long as a step.
 */
function restsAtMs<Ref>(state: AgentState<Ref>, slot: Slot<Ref>, { hand }: Seat<Ref>, nowMs: number): number {
  const { inkAtMs, gapsMs } = hand;
  if (inkAtMs === null || !slot.job) return nowMs;
  // Begun in this rest already: it is only interrupted by ink.
  const isSameRest = slot.jobBeganAtMs !== null && slot.jobBeganAtMs > inkAtMs;
  if (isSameRest && !slot.job.loads) return nowMs;
  const stepMs = jobStepMs(state, slot.job.loads);
  const restedMs = nowMs - inkAtMs;
  const later = gapsMs.filter((gapMs) => gapMs > restedMs).toSorted((a, b) => a - b);
  for (const afterMs of [restedMs, ...later]) {
    const longer = later.filter((gapMs) => gapMs > afterMs);
    const soon = longer.filter((gapMs) => gapMs <= afterMs + stepMs);
    if (longer.length === 0) return inkAtMs + Math.max(afterMs, stepMs);
    if (soon.length <= SOON_SHARE * longer.length) return inkAtMs + afterMs;
  }
  return inkAtMs + stepMs;
}
