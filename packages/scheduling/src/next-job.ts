/** Which queued job runs next on a host that asks for one. */
import {
  isAble,
  sweepQueue,
  type JobLine,
  type JobNeed,
  type JobQueue,
  type JobSkills,
  type QueuedJob,
  type QueueUser,
} from "./job-queue.ts";

export interface JobAsk extends JobSkills {
  agentId: string;
  /** Whose models are loaded: beginning it costs no switch. */
  loaded: string | null;
  /** It would also begin batch work. */
  batch: boolean;
  /** Other hosts are here that are able to: then a host that failed a job is not given it again. */
  isOthers(need: JobNeed, avoid: readonly string[]): boolean;
}

/** A user who waited this long without being served stands as high as one of the next better plan: nobody starves. */
export const AGEING_MS = 120_000;
/** How often one is passed for the sake of models that are loaded. */
export const PASSES_MAX = 3;
/** How far beyond the user who is passed another may be in GPU time had. */
export const PASS_WITHIN_MS = 30_000;
/** Jobs of a line that are looked at when its first is not for this host. */
const LOOK_AHEAD = 8;

interface Candidate {
  job: QueuedJob;
  line: JobLine;
  user: QueueUser;
  /** Lower is sooner. */
  rank: readonly [
    batch: number,
    priority: number,
    servedMs: number,
    lastServedAtMs: number,
    queuedAtMs: number,
  ];
}

/**
 * The job to begin, still in the queue; null when there is none for this host. In order: what somebody waits for before batch
 * work, plan (raised by waiting), who had least, who was served longest ago. A job whose models are loaded may pass a few others of the same
 * rank, but never somebody's first.
 */
export function nextJob(queue: JobQueue, ask: JobAsk, nowMs: number): QueuedJob | null {
  sweepQueue(queue, nowMs);
  let best: Candidate | null = null;
  let near: Candidate | null = null;
  for (const user of queue.users.values()) {
    if (user.queued === 0) continue;
    for (const line of user.lines.values()) {
      if (!isAble(ask, line) || (line.batch && !ask.batch)) continue;
      const job = firstFor(line, ask);
      if (!job || user.running >= job.concurrency) continue;
      const candidate = { job, line, user, rank: rankOf(job, user, nowMs) };
      if (!best || isSooner(candidate, best)) best = candidate;
      if (line.workflow === ask.loaded && (!near || isSooner(candidate, near))) near = candidate;
    }
  }
  if (!best) return null;
  if (near && near.job !== best.job && mayPass(near, best)) {
    best.line.passed += 1;
    return near.job;
  }
  best.line.passed = 0;
  return best.job;
}

function mayPass(near: Candidate, best: Candidate): boolean {
  const isAlike = near.rank[0] === best.rank[0] && near.rank[1] === best.rank[1];
  const isPatient = !best.user.isNew && best.line.passed < PASSES_MAX;
  return isAlike && isPatient && near.user.servedMs <= best.user.servedMs + PASS_WITHIN_MS;
}

function rankOf(job: QueuedJob, user: QueueUser, nowMs: number): Candidate["rank"] {
  // A thousand jobs of one user grow old together while they are served: what counts is how long the user had nothing.
  const sinceMs = Math.max(job.queuedAtMs, user.lastServedAtMs);
  const steps = Math.floor(Math.max(0, nowMs - sinceMs) / AGEING_MS);
  return [
    Number(job.batch),
    Math.max(0, job.priority - steps),
    user.servedMs,
    user.lastServedAtMs,
    job.queuedAtMs,
  ];
}

function isSooner(a: Candidate, b: Candidate): boolean {
  for (const [at, value] of a.rank.entries()) {
    const other = b.rank[at] ?? 0;
    if (value !== other) return value < other;
  }
  return a.job.id < b.job.id;
}

/** The first job of a line that this host may have, a few deep. */
function firstFor(line: JobLine, ask: JobAsk): QueuedJob | null {
  let looked = 0;
  for (const jobs of [line.back, line.jobs]) {
    for (const job of jobs.values()) {
      const isFailedHere = job.avoid.includes(ask.agentId);
      if (!isFailedHere || !ask.isOthers(job, job.avoid)) return job;
      looked += 1;
      if (looked === LOOK_AHEAD) return null;
    }
  }
  return null;
}
