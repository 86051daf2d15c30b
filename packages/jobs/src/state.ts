/** One queued job, as its row in the database has it. Times are Unix ms. */

/** `queued` and `running` change; the others are ends, of which a job has one. */
export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/**
 * Why a job failed for good. `poison`: three hosts tried it in vain, so it is kept from the others; `tries`: it failed too
 * often; `refused`: two hosts took its inputs for wrong; `expired`: its deadline passed.
 */
export type JobReason = "poison" | "tries" | "refused" | "expired";

export interface JobFacts {
  state: JobState;
  /** Of the present or last run; 0 before the first. Only rises: what is said of an older one changes nothing. */
  attempt: number;
  /** The host that has the present run. */
  holder: string | null;
  /** Runs that failed and count. */
  tries: number;
  /** Hosts on which one failed, each once. */
  failedHosts: readonly string[];
  /** Hosts that took its inputs for wrong. */
  refusals: number;
  /** Not offered before. */
  notBeforeMs: number;
  /** When it is given up, whatever its state. */
  deadlineMs: number;
  reason: JobReason | null;
}

export const queuedJob = (deadlineMs: number): JobFacts => ({
  state: "queued",
  attempt: 0,
  holder: null,
  tries: 0,
  failedHosts: [],
  refusals: 0,
  notBeforeMs: 0,
  deadlineMs,
  reason: null,
});

export const isOver = ({ state }: Pick<JobFacts, "state">): boolean =>
  state !== "queued" && state !== "running";
