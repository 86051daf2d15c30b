import { signInTries } from "@llamasketch/db";
import { eq, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** How often something was tried lately: the password of an address, a letter to it. Counted before it is done: many at once count as many. */
export const createTriesStore = (db: DrizzleD1Database) => ({
  add: async (key: string, nowMs: number, untilMs: number): Promise<number> => {
    const isOver = sql`${signInTries.until} <= ${nowMs}`;
    const [row] = await db
      .insert(signInTries)
      .values({ key, tries: 1, until: untilMs })
      .onConflictDoUpdate({
        target: signInTries.key,
        set: {
          tries: sql`CASE WHEN ${isOver} THEN 1 ELSE ${signInTries.tries} + 1 END`,
          until: sql`CASE WHEN ${isOver} THEN ${untilMs} ELSE ${signInTries.until} END`,
        },
      })
      .returning({ tries: signInTries.tries });
    return row?.tries ?? 1;
  },
  forgive: (key: string): Statement => db.delete(signInTries).where(eq(signInTries.key, key)),
  /** Those that are over, at most so many. */
  drop: (nowMs: number, limit: number): Statement =>
    db
      .delete(signInTries)
      .where(
        sql`${signInTries.key} IN (SELECT key FROM sign_in_tries WHERE until < ${nowMs} LIMIT ${limit})`,
      ),
});
