/** What a job becomes when something happens to it. Null: it does not count, and nothing changes. */
import type { JobFailure } from "@llamasketch/contract";
import { backoffMs, HOSTS_MAX, REFUSALS_MAX, RUNS_MAX, TRIES_MAX } from "./retry.ts";
import type { JobFacts, JobReason } from "./state.ts";

/**
 * How a run ended. `returned`: nobody's fault; `lost`: its host went silent, which counts as one that failed, since what
 * breaks hosts looks like that.
 */
export type Ending =
  | { kind: "done" }
  | { kind: "returned" }
  | { kind: "lost" }
  | { kind: "failed"; reason: JobFailure };

/** A host is given the job; the run's number is the new `attempt`. */
export function begin(job: JobFacts, holder: string, nowMs: number): JobFacts | null {
  if (job.state !== "queued" || nowMs < job.notBeforeMs || nowMs >= job.deadlineMs) return null;
  return { ...job, state: "running", holder, attempt: job.attempt + 1 };
}

/** The run `attempt` of `holder` ended. `random`: 0 to 1, spreads retries. */
export function endRun(
  job: JobFacts,
  run: { holder: string; attempt: number },
  ending: Ending,
  nowMs: number,
  random: number,
): JobFacts | null {
  if (job.state !== "running" || job.holder !== run.holder || job.attempt !== run.attempt) return null;
  if (ending.kind === "done") return { ...job, state: "succeeded", holder: null };
  if (nowMs >= job.deadlineMs) return failed(job, "expired");
  const isBlamed = ending.kind === "lost" || (ending.kind === "failed" && ending.reason !== "unfit");
  if (!isBlamed)
    return job.attempt >= RUNS_MAX
      ? failed(job, "tries")
      : { ...job, state: "queued", holder: null, notBeforeMs: nowMs };
  const isRefusal = ending.kind === "failed" && ending.reason === "refused";
  const blamed: JobFacts = {
    ...job,
    tries: job.tries + 1,
    failedHosts: [...new Set([...job.failedHosts, run.holder])],
    refusals: job.refusals + (isRefusal ? 1 : 0),
  };
  if (blamed.refusals >= REFUSALS_MAX) return failed(blamed, "refused");
  if (blamed.failedHosts.length >= HOSTS_MAX) return failed(blamed, "poison");
  if (blamed.tries >= TRIES_MAX || job.attempt >= RUNS_MAX) return failed(blamed, "tries");
  const notBeforeMs = nowMs + backoffMs(blamed.tries, random);
  return { ...blamed, state: "queued", holder: null, notBeforeMs };
}

/** Its owner wants it no more: at once, also while a host still works on it. */
export const cancel = (job: JobFacts): JobFacts | null =>
  job.state === "queued" || job.state === "running" ? { ...job, state: "cancelled", holder: null } : null;

/** Its deadline is here. One that runs ends with its lease, which is no longer. */
export const expire = (job: JobFacts, nowMs: number): JobFacts | null =>
  job.state === "queued" && nowMs >= job.deadlineMs ? failed(job, "expired") : null;

const failed = (job: JobFacts, reason: JobReason): JobFacts => ({
  ...job,
  state: "failed",
  holder: null,
  reason,
});
