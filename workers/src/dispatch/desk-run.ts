/** A run as the desk of queued jobs knows it, and what a row is to the queue. */
import type { GenerationView, JobRun } from "@llamasketch/contract";
import type { QueuedJob, RunClock } from "@llamasketch/scheduling";
import type { JobBrief } from "../jobs/job-rows.ts";

export type RunProgress = NonNullable<GenerationView["progress"]>;

/** A run that a host has, or is being offered. */
export interface DeskRun {
  job: QueuedJob;
  attempt: number;
  holder: string;
  /** Its number on the host's present connection; null until it is sent, 0 when it is of an earlier connection. */
  offer: number | null;
  /** Whether it gets on. */
  clock: RunClock;
  /** When its last preview was passed on. */
  shownAtMs: number;
  leaseEndsAtMs: number;
  /** The last that its host told of it. */
  progress: RunProgress | null;
  /** Its end is being written down. */
  isEnding: boolean;
}

export const progressOf = ({ output, step, steps, paused }: RunProgress): RunProgress => ({
  output,
  step,
  steps,
  paused,
});

export const runOf = ({ job, attempt }: JobRun): JobRun => ({ job, attempt });

export const ticketOf = (brief: JobBrief): QueuedJob => ({
  id: brief.id,
  userId: brief.ownerId,
  batch: brief.class === "batch",
  priority: brief.priority,
  workflow: brief.workflow,
  isMarked: brief.mark !== null,
  concurrency: brief.concurrency,
  expectMs: brief.expectMs,
  queuedAtMs: brief.createdAt,
  notBeforeMs: brief.notBefore,
  avoid: brief.failedHosts,
});
