/** Whether a run of a job gets on, on the platform's clock. */
import { JOB_STILL_MS, type JobPhase } from "@llamasketch/contract";

/** What its host says of it. */
export interface RunSaid {
  output: number;
  step: number;
  paused: boolean;
  phase?: JobPhase | undefined;
  nodes?: number | undefined;
  bytes?: number | undefined;
}

export interface RunClock {
  beganAtMs: number;
  /** When it last got on. */
  movedAtMs: number;
  phase: JobPhase;
  output: number;
  step: number;
  nodes: number;
  bytes: number;
  /** Since when models come in; null while none do. */
  loadsSinceMs: number | null;
  /** What is left of the time for that: saying it again brings no more. */
  loadsLeftMs: number;
  /** Since when it stands aside for somebody who draws there; null while it does not. */
  asideSinceMs: number | null;
  asideMs: number;
}

const RANK: Record<JobPhase, number> = { loading: 0, running: 1, finishing: 2 };

/** Nothing was said yet: it is held to what a sampler at work is held to. */
export const createRunClock = (nowMs: number): RunClock => ({
  beganAtMs: nowMs,
  movedAtMs: nowMs,
  phase: "running",
  output: 0,
  step: -1,
  nodes: -1,
  bytes: 0,
  loadsSinceMs: null,
  loadsLeftMs: JOB_STILL_MS.loading,
  asideSinceMs: null,
  asideMs: 0,
});

/** `drawnOn`: somebody draws on its host, as the platform's own rows say: only then is it believed to stand aside. */
export function heardOfRun(clock: RunClock, said: RunSaid, drawnOn: boolean, nowMs: number): void {
  if (said.paused) {
    if (drawnOn) clock.asideSinceMs ??= nowMs;
    return;
  }
  if (clock.asideSinceMs !== null) {
    clock.asideMs += nowMs - clock.asideSinceMs;
    if (clock.loadsSinceMs !== null) clock.loadsSinceMs += nowMs - clock.asideSinceMs;
    clock.asideSinceMs = null;
    clock.movedAtMs = nowMs;
    // It may begin anew where it was interrupted.
    clock.step = -1;
  }
  const { output, step, phase = "running", nodes = clock.nodes, bytes = clock.bytes } = said;
  if (output < clock.output) return;
  const isFirst = clock.step === -1 && clock.nodes === -1 && clock.bytes === 0;
  const isNext = output > clock.output;
  const isFurther = isNext || RANK[phase] > RANK[clock.phase] || nodes > clock.nodes;
  const moves = isFurther || step > clock.step || bytes > clock.bytes;
  if (phase === "loading" && (isNext || (isFirst && clock.loadsSinceMs === null))) enter(clock, phase, nowMs);
  else if (phase !== "loading" && (isNext || RANK[phase] > RANK[clock.phase])) enter(clock, phase, nowMs);
  if (!moves) return;
  clock.movedAtMs = nowMs;
  // Each sampler counts its own steps.
  clock.step = isFurther ? step : Math.max(clock.step, step);
  clock.nodes = Math.max(clock.nodes, nodes);
  clock.bytes = Math.max(clock.bytes, bytes);
  clock.output = output;
}

function enter(clock: RunClock, phase: JobPhase, nowMs: number): void {
  if (clock.loadsSinceMs !== null) clock.loadsLeftMs -= nowMs - clock.loadsSinceMs;
  clock.loadsSinceMs = phase === "loading" ? nowMs : null;
  clock.phase = phase;
}

/** It has shown nothing new for as long as what it is at may take. To be asked now and then while somebody draws on its host. */
export function isStill(clock: RunClock, drawnOn: boolean, nowMs: number): boolean {
  if (clock.asideSinceMs !== null && drawnOn) {
    clock.movedAtMs = nowMs;
    return false;
  }
  if (clock.asideSinceMs === null && clock.loadsSinceMs !== null)
    return nowMs >= clock.loadsSinceMs + clock.loadsLeftMs;
  return nowMs >= clock.movedAtMs + JOB_STILL_MS[clock.phase === "finishing" ? "finishing" : "running"];
}

/** The GPU time it had, ms, whatever its host says. */
export function ranForMs({ beganAtMs, asideSinceMs, asideMs }: RunClock, nowMs: number): number {
  const aside = asideMs + (asideSinceMs === null ? 0 : nowMs - asideSinceMs);
  return Math.max(0, nowMs - beganAtMs - aside);
}
