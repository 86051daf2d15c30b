import { sweepRuns } from "@llamasketch/db";
import { sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

export type SweepRunRow = typeof sweepRuns.$inferSelect;

/** How each sweep went the last time. */
export const createSweepRunStore = (db: DrizzleD1Database) => ({
  all: (): Promise<SweepRunRow[]> => db.select().from(sweepRuns).all(),
  /** One that went well leaves the last error's name as it is. */
  put: (row: SweepRunRow): Statement =>
    db
      .insert(sweepRuns)
      .values(row)
      .onConflictDoUpdate({
        target: sweepRuns.name,
        set: {
          beganAt: row.beganAt,
          tookMs: row.tookMs,
          result: row.result,
          lastError: sql`coalesce(${row.lastError}, ${sweepRuns.lastError})`,
        },
      }),
});
