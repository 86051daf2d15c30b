import { jobResults, jobRuns, jobs, type JobResultRow, type JobRow } from "@llamasketch/db";
import type { JobFacts } from "@llamasketch/jobs";
import type { JobRun } from "@llamasketch/contract";
import { and, asc, desc, eq, gt, inArray, lt, lte, ne, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "./commit.ts";

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
>;

/** Kind of a job whose owner is gone. */
const ERASED = "erased";

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
  "expectMs",
  "failedHosts",
  "notBefore",
  "deadline",
  "createdAt",
  "beganAt",
] as const;
const brief = Object.fromEntries(BRIEF.map((name) => [name, jobs[name]])) as {
  [K in (typeof BRIEF)[number]]: (typeof jobs)[K];
};

/** Queued jobs that stand alike, from the first or after an id. */
export interface QueueMark {
  region: string;
  class: JobRow["class"];
  priority: number;
  afterId: string;
}

/** Queued work. What changes a running job names its holder and its attempt. */
export const createJobStore = (db: DrizzleD1Database) => ({
  add: (job: NewJob): Statement => db.insert(jobs).values({ ...job, state: "queued" }),
  /** Keys are kept for a day; one as old as that is as good as new. */
  freeKey: (ownerId: string, key: string, beforeMs: number): Statement =>
    db
      .update(jobs)
      .set({ idempotencyKey: null })
      .where(and(eq(jobs.ownerId, ownerId), eq(jobs.idempotencyKey, key), lt(jobs.createdAt, beforeMs))),
  byKey: (ownerId: string, key: string): Promise<JobRow | undefined> =>
    db
      .select()
      .from(jobs)
      .where(and(eq(jobs.ownerId, ownerId), eq(jobs.idempotencyKey, key)))
      .get(),
  ofOwner: (ownerId: string, id: string): Promise<JobRow | undefined> =>
    db
      .select()
      .from(jobs)
      .where(and(eq(jobs.id, id), eq(jobs.ownerId, ownerId)))
      .get(),
  /** Those of one kind that wait or run, oldest first. */
  openOf: (ownerId: string, kind: string): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      .where(and(eq(jobs.ownerId, ownerId), eq(jobs.kind, kind), sql`${jobs.state} IN ('queued', 'running')`))
      .orderBy(asc(jobs.id))
      .all(),
  byId: (id: string): Promise<JobRow | undefined> => db.select().from(jobs).where(eq(jobs.id, id)).get(),
  briefOf: (id: string): Promise<JobBrief | undefined> =>
    db.select(brief).from(jobs).where(eq(jobs.id, id)).get(),
  /** Of one kind, newest first. */
  listOf: (ownerId: string, kind: string, beforeId: string | null, limit: number): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      .where(
        and(
          eq(jobs.ownerId, ownerId),
          eq(jobs.kind, kind),
          ...(beforeId === null ? [] : [lt(jobs.id, beforeId)]),
        ),
      )
      .orderBy(desc(jobs.id))
      .limit(limit)
      .all(),

  /** Its row as the host is told it; none when it is not queued any more, or not under this attempt. */
  begin: (id: string, { holder, attempt, nowMs }: { holder: string; attempt: number; nowMs: number }) =>
    db
      .update(jobs)
      .set({ state: "running", holder, attempt: attempt + 1, beganAt: nowMs })
      .where(
        and(
          eq(jobs.id, id),
          eq(jobs.state, "queued"),
          eq(jobs.attempt, attempt),
          lte(jobs.notBefore, nowMs),
          gt(jobs.deadline, nowMs),
        ),
      )
      .returning(),
  /** First in the batch that ends a run: refused unless it is the present one. */
  addRun: (run: typeof jobRuns.$inferInsert): Statement => db.insert(jobRuns).values(run),
  endRun: (run: JobRun & { holder: string }, next: JobFacts, nowMs: number): Statement =>
    db
      .update(jobs)
      .set(columnsOf(next, nowMs))
      .where(
        and(
          eq(jobs.id, run.job),
          eq(jobs.state, "running"),
          eq(jobs.holder, run.holder),
          eq(jobs.attempt, run.attempt),
        ),
      ),
  cancel: (ownerId: string, id: string, nowMs: number): Statement =>
    db
      .update(jobs)
      .set({ state: "cancelled", holder: null, endedAt: nowMs })
      .where(and(eq(jobs.id, id), eq(jobs.ownerId, ownerId), inArray(jobs.state, ["queued", "running"]))),
  expire: (id: string, next: JobFacts, nowMs: number): Statement =>
    db
      .update(jobs)
      .set(columnsOf(next, nowMs))
      .where(and(eq(jobs.id, id), eq(jobs.state, "queued"), lte(jobs.deadline, nowMs))),

  /** Of somebody who is gone: jobs that still say what was asked for. */
  unerased: (ownerId: string, limit: number): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      .where(and(eq(jobs.ownerId, ownerId), ne(jobs.kind, ERASED)))
      .limit(limit)
      .all(),
  /** What it was is gone; that it was, and what it cost, stays. */
  erase: (id: string): Statement[] => [
    db.delete(jobResults).where(eq(jobResults.jobId, id)),
    db
      .update(jobs)
      .set({ kind: ERASED, inputs: {}, request: {}, webhookUrl: null, idempotencyKey: null })
      .where(eq(jobs.id, id)),
  ],

  addResults: (rows: JobResultRow[]): Statement => db.insert(jobResults).values(rows),
  resultsOf: (jobIds: readonly string[]): Promise<JobResultRow[]> =>
    db
      .select()
      .from(jobResults)
      .where(inArray(jobResults.jobId, [...jobIds]))
      .orderBy(asc(jobResults.jobId), asc(jobResults.position))
      .all(),

  /** What a dispatcher that begins anew must know: who has what… */
  running: (region: string): Promise<JobBrief[]> =>
    db
      .select(brief)
      .from(jobs)
      .where(and(eq(jobs.region, region), eq(jobs.state, "running")))
      .all(),
  /** … and what waits, a page of those that stand alike. */
  queuedPage: ({ region, class: kind, priority, afterId }: QueueMark, limit: number): Promise<JobBrief[]> =>
    db
      .select(brief)
      .from(jobs)
      .where(
        and(
          eq(jobs.region, region),
          eq(jobs.state, "queued"),
          eq(jobs.class, kind),
          eq(jobs.priority, priority),
          gt(jobs.id, afterId),
        ),
      )
      .orderBy(asc(jobs.id))
      .limit(limit)
      .all(),
  /** What failed for good, the latest first, without anything of what was asked for. */
  failed: (beforeMs: number, limit: number) =>
    db
      .select({ ...brief, reason: jobs.reason, tries: jobs.tries, endedAt: jobs.endedAt })
      .from(jobs)
      .where(and(eq(jobs.state, "failed"), lt(jobs.endedAt, beforeMs)))
      .orderBy(desc(jobs.endedAt))
      .limit(limit)
      .all(),
  runsOf: (jobIds: readonly string[]) =>
    db
      .select()
      .from(jobRuns)
      .where(inArray(jobRuns.jobId, [...jobIds]))
      .orderBy(asc(jobRuns.jobId), asc(jobRuns.attempt))
      .all(),
  /** Jobs in each state. */
  counts: (region: string): Promise<{ state: string; count: number }[]> =>
    db
      .select({ state: jobs.state, count: sql<number>`count(*)` })
      .from(jobs)
      .where(and(eq(jobs.region, region), inArray(jobs.state, ["queued", "running"])))
      .groupBy(jobs.state)
      .all(),
});

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

const columnsOf = (next: JobFacts, nowMs: number) => ({
  state: next.state,
  holder: next.holder,
  tries: next.tries,
  failedHosts: [...next.failedHosts],
  refusals: next.refusals,
  notBefore: next.notBeforeMs,
  reason: next.reason,
  endedAt: next.state === "queued" || next.state === "running" ? null : nowMs,
});
