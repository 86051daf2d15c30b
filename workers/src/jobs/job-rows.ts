/** Rows of jobs: what is asked of them, and what the machine of a job makes of them. */
import { jobs, type JobRow } from "@llamasketch/db";
import type { JobFacts } from "@llamasketch/jobs";

export type NewJob = Pick<
  JobRow,
  | "id"
  | "ownerId"
  | "kind"
  | "region"
  | "deadline"
  | "class"
  | "priority"
  | "concurrency"
  | "workflow"
  | "expectMs"
  | "inputs"
  | "request"
  | "outputs"
  | "payerId"
  | "units"
  | "idempotencyKey"
  | "createdAt"
  | "webhookUrl"
> &
  Partial<Pick<JobRow, "mails" | "mark" | "reservedBytes">> & {
    /** What it can be looked for by. */
    words?: string;
  };

/** Kind of a job whose owner is gone, or wanted it gone. */
export const ERASED = "erased";
export const isErased = ({ kind }: Pick<JobRow, "kind">): boolean => kind === ERASED;

/** All that is said must be so. */
export interface JobFilter {
  kind?: string;
  states?: readonly JobRow["state"][] | undefined;
  model?: string | undefined;
  query?: string | undefined;
  hasResults?: boolean;
}

/** A job as the dispatcher keeps it in memory: nothing of what is in it. */
export type JobBrief = Pick<JobRow, (typeof BRIEF)[number]>;
const BRIEF = [
  "id",
  "ownerId",
  "region",
  "state",
  "attempt",
  "holder",
  "class",
  "priority",
  "concurrency",
  "workflow",
  "mark",
  "expectMs",
  "failedHosts",
  "notBefore",
  "deadline",
  "createdAt",
  "beganAt",
] as const;
export const brief = Object.fromEntries(BRIEF.map((name) => [name, jobs[name]])) as {
  [K in (typeof BRIEF)[number]]: (typeof jobs)[K];
};

/** Queued jobs that stand alike, from the first or after an id. */
export interface QueueMark {
  region: string;
  class: JobRow["class"];
  priority: number;
  afterId: string;
}

export const factsOf = (row: JobRow): JobFacts => ({
  state: row.state,
  attempt: row.attempt,
  holder: row.holder,
  tries: row.tries,
  failedHosts: row.failedHosts,
  refusals: row.refusals,
  notBeforeMs: row.notBefore,
  deadlineMs: row.deadline,
  reason: row.reason,
});

export const columnsOf = (next: JobFacts, nowMs: number) => ({
  state: next.state,
  holder: next.holder,
  tries: next.tries,
  failedHosts: [...next.failedHosts],
  refusals: next.refusals,
  notBefore: next.notBeforeMs,
  reason: next.reason,
  endedAt: next.state === "queued" || next.state === "running" ? null : nowMs,
});
