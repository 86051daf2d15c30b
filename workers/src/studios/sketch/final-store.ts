import { jobs, type JobRow } from "@llamasketch/db";
import { and, asc, eq, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";

/** Said in the statement itself: only so does the index of open finals serve it. */
const IS_OPEN = sql`${jobs.kind} = 'sketch_final' AND ${jobs.state} IN ('queued', 'running')`;

/** Jobs that are finals. Always read by their owner. */
export const createFinalStore = (db: DrizzleD1Database) => ({
  /** Those that wait or run, in the order they were asked for. */
  openOf: (ownerId: string): Promise<JobRow[]> =>
    db
      .select()
      .from(jobs)
      .where(and(eq(jobs.ownerId, ownerId), IS_OPEN))
      .orderBy(asc(jobs.id))
      .all(),
});
