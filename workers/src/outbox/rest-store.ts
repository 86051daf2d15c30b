import { outsideRests } from "@llamasketch/db";
import { inArray, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

export type RestRow = typeof outsideRests.$inferSelect;

/** Receiving hosts and people that were slow to answer, and until when nothing is sent there. */
export const createRestStore = (db: DrizzleD1Database) => ({
  among: (keys: readonly string[]): Promise<RestRow[]> =>
    db
      .select()
      .from(outsideRests)
      .where(inArray(outsideRests.key, [...keys]))
      .all(),
  /** A later end stays. */
  put: (row: RestRow): Statement =>
    db
      .insert(outsideRests)
      .values(row)
      .onConflictDoUpdate({
        target: outsideRests.key,
        set: { misses: row.misses, until: sql`max(${outsideRests.until}, ${row.until})` },
      }),
  forget: (keys: readonly string[]): Statement =>
    db.delete(outsideRests).where(inArray(outsideRests.key, [...keys])),
  /** Those that ended long ago, at most so many. */
  drop: (beforeMs: number, limit: number): Statement =>
    db
      .delete(outsideRests)
      .where(
        sql`${outsideRests.key} IN (SELECT key FROM outside_rests WHERE until < ${beforeMs} LIMIT ${limit})`,
      ),
});
