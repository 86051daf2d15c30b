import { jobResults, jobRuns, jobs, type JobResultRow, type JobRow } from "@llamasketch/db";
import type { JobFacts } from "@llamasketch/jobs";
import { foldText, type JobRun } from "@llamasketch/contract";
import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  ne,
  or,
  sql,
} from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { searchWords } from "../search-words.ts";
import type { Statement } from "../commit.ts";
import { isLinked } from "../linked-store.ts";
import {
  ERASED,
  brief,
  columnsOf,
  type JobBrief,
  type JobFilter,
  type NewJob,
  type QueueMark,
} from "./job-rows.ts";

/** Said in the statement itself: only so do the indexes of jobs in a state serve it. */
const IS = {
  queued: sql.raw(`"jobs"."state" = 'queued'`),
  running: sql.raw(`"jobs"."state" = 'running'`),
  failed: sql.raw(`"jobs"."state" = 'failed'`),
};

/** Queued work. What changes a running job names its holder and its attempt. */
export const createJobStore = (db: DrizzleD1Database) => ({
  add: ({ words = "", ...job }: NewJob): Statement =>
    db.insert(jobs).values({ ...job, words: foldText(words), state: "queued" }),
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
  byId: (id: string): Promise<JobRow | undefined> => db.select().from(jobs).where(eq(jobs.id, id)).get(),
  briefOf: (id: string): Promise<JobBrief | undefined> =>
    db.select(brief).from(jobs).where(eq(jobs.id, id)).get(),
  /** Those of them that are this owner's. */
  amongOf: (ownerId: string, kind: string, ids: readonly string[]): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      // One parameter, however many ids.
      .where(
        and(
          eq(jobs.ownerId, ownerId),
          eq(jobs.kind, kind),
          sql`${jobs.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
        ),
      )
      .all(),
  /** Jobs of a kind and their results that somebody has: what an export of them reads. */
  archiveCount: async (ownerId: string, kind: string): Promise<number> => {
    const [row] = await db.all<{ n: number }>(sql`
WITH asked AS (SELECT id FROM jobs WHERE owner_id = ${ownerId} AND kind = ${kind})
SELECT (SELECT count(*) FROM asked) + (SELECT count(*) FROM asked JOIN job_results r ON r.job_id = asked.id) AS n`);
    return row?.n ?? 0;
  },
  /** Newest first. */
  listOf: (
    ownerId: string,
    beforeId: string | null,
    limit: number,
    { kind, states, model, query = "", hasResults = false }: JobFilter = {},
  ): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      .where(
        and(
          eq(jobs.ownerId, ownerId),
          beforeId === null ? undefined : lt(jobs.id, beforeId),
          kind === undefined ? undefined : eq(jobs.kind, kind),
          states && inArray(jobs.state, [...states]),
          model === undefined ? undefined : sql`json_extract(${jobs.request}, '$.model') = ${model}`,
          ...searchWords(query).map((word) => sql`instr(${jobs.words}, ${word}) > 0`),
          hasResults
            ? exists(
                db
                  .select({ one: sql`1` })
                  .from(jobResults)
                  .where(eq(jobResults.jobId, jobs.id)),
              )
            : undefined,
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

  /** What waits or runs for somebody: found among all that does, not among all they ever had made. */
  openOf: async (ownerId: string, region: string, limit: number): Promise<JobRow[]> => {
    const ofOwner = and(eq(jobs.region, region), eq(jobs.ownerId, ownerId));
    const [queued, running] = await Promise.all(
      // Said in the statement itself: only so do the indexes of each state serve it.
      [sql`${jobs.state} = 'queued'`, sql`${jobs.state} = 'running'`].map((isSo) =>
        db.select().from(jobs).where(and(ofOwner, isSo)).limit(limit).all(),
      ),
    );
    return [...(running ?? []), ...(queued ?? [])].slice(0, limit);
  },

  /** Of somebody who is gone: jobs that still say what was asked for. */
  unerased: (ownerId: string, limit: number): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      .where(and(eq(jobs.ownerId, ownerId), ne(jobs.kind, ERASED)))
      .limit(limit)
      .all(),
  /** What it was is gone; that it was, and what it cost, stays: and its key, so that a late repetition does not make it anew. */
  erase: (id: string): Statement[] => [
    db.delete(jobResults).where(eq(jobResults.jobId, id)),
    db
      .update(jobs)
      .set({ kind: ERASED, inputs: {}, request: {}, words: "", webhookUrl: null, mails: false })
      .where(eq(jobs.id, id)),
  ],
  /** A key of the visitor's could be one of the account's: it goes. */
  follow: (visitorId: string, accountId: string): Statement =>
    db
      .update(jobs)
      .set({ ownerId: accountId, idempotencyKey: null })
      .where(and(eq(jobs.ownerId, visitorId), isLinked(visitorId, accountId))),
  /** Of somebody who is gone nothing is said again. */
  forgetKeys: (ownerId: string): Statement =>
    db
      .update(jobs)
      .set({ idempotencyKey: null })
      .where(and(eq(jobs.ownerId, ownerId), isNotNull(jobs.idempotencyKey))),

  /** Who sends the letter of its end: whoever changes this row. A claim that came to nothing is given up after a while. */
  claimMail: (id: string, nowMs: number, beforeMs: number) =>
    db
      .update(jobs)
      .set({ mailClaimedAt: nowMs })
      .where(
        and(
          eq(jobs.id, id),
          isNull(jobs.mailedAt),
          or(isNull(jobs.mailClaimedAt), lt(jobs.mailClaimedAt, beforeMs)),
        ),
      )
      .returning({ id: jobs.id }),
  mailed: (id: string, nowMs: number): Statement =>
    db.update(jobs).set({ mailedAt: nowMs }).where(eq(jobs.id, id)),
  unclaimMail: (id: string): Statement => db.update(jobs).set({ mailClaimedAt: null }).where(eq(jobs.id, id)),

  addResults: (rows: JobResultRow[]): Statement => db.insert(jobResults).values(rows),
  resultsOf: async (jobIds: readonly string[]): Promise<JobResultRow[]> =>
    // Of none it would be a statement that walks through all of them in vain.
    jobIds.length === 0
      ? []
      : db
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
      .where(and(eq(jobs.region, region), IS.running))
      .all(),
  /** … and what waits, a page of those that stand alike. */
  queuedPage: ({ region, class: kind, priority, afterId }: QueueMark, limit: number): Promise<JobBrief[]> =>
    db
      .select(brief)
      .from(jobs)
      .where(
        and(
          eq(jobs.region, region),
          IS.queued,
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
      .where(and(IS.failed, lt(jobs.endedAt, beforeMs)))
      .orderBy(desc(jobs.endedAt))
      .limit(limit)
      .all(),
  runsOf: async (jobIds: readonly string[]) =>
    jobIds.length === 0
      ? []
      : db
          .select()
          .from(jobRuns)
          .where(inArray(jobRuns.jobId, [...jobIds]))
          .orderBy(asc(jobRuns.jobId), asc(jobRuns.attempt))
          .all(),
  /** Jobs that wait and jobs that run. */
  counts: async (region: string): Promise<{ state: string; count: number }[]> => {
    const of = async (state: "queued" | "running") => {
      const row = await db
        .select({ count: count() })
        .from(jobs)
        .where(and(eq(jobs.region, region), IS[state]))
        .get();
      return { state, count: row?.count ?? 0 };
    };
    return Promise.all([of("queued"), of("running")]);
  },
});
