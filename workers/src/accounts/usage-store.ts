import { pictures, retentionNotices, sketches } from "@llamasketch/db";
import { and, asc, count, eq, gt, isNotNull, isNull, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export interface DayCount {
  day: string;
  n: number;
}

/** What somebody keeps here, and what they used. */
export const createUsageStore = (db: DrizzleD1Database) => {
  const owned = (userId: string) => and(eq(sketches.ownerId, userId), isNull(sketches.deletedAt));
  return {
    storage: async (userId: string) => {
      const [kept, made, notice] = await Promise.all([
        db
          .select({
            pictures: count(),
            pinned: sql<number>`coalesce(sum(${isNotNull(pictures.pinnedAt)}), 0)`,
          })
          .from(pictures)
          .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
          .where(owned(userId))
          .get(),
        db.select({ n: count() }).from(sketches).where(owned(userId)).get(),
        db
          .select({ dueAt: retentionNotices.dueAt })
          .from(retentionNotices)
          .where(eq(retentionNotices.userId, userId))
          .get(),
      ]);
      return {
        pictures: kept?.pictures ?? 0,
        pinned: kept?.pinned ?? 0,
        sketches: made?.n ?? 0,
        dueAt: notice?.dueAt ?? null,
      };
    },
    picturesByDay: (userId: string, sinceMs: number): Promise<DayCount[]> =>
      db
        .select({ day: dayOf(pictures.createdAt), n: count() })
        .from(pictures)
        .innerJoin(sketches, eq(pictures.sketchId, sketches.id))
        .where(and(owned(userId), gt(pictures.createdAt, sinceMs)))
        .groupBy(sql`1`)
        .orderBy(asc(sql`1`))
        .all(),
    /** Their own credits, and those of an address that were spent for them. `holderId`: null for who never had any. */
    creditsByDay: (userId: string, holderId: string | null, sinceMs: number): Promise<DayCount[]> =>
      db.all<DayCount>(sql`WITH them AS (SELECT id FROM users WHERE id = ${userId} OR linked_to = ${userId})
SELECT date(at / 1000, 'unixepoch') AS day, sum(n) AS n FROM (
  SELECT o.at, o.amount AS n FROM ledger_operations o
  WHERE o.holder_id = ${holderId} AND o.kind = 'capture' AND o.kind NOT IN ('hold', 'release') AND o.asset = 'credit'
  UNION ALL
  SELECT b.at, b.captured FROM live_blocks b WHERE b.holder_id = ${holderId}
  UNION ALL
  SELECT b.at, b.captured FROM free_sessions u
  JOIN live_blocks b ON b.holder_id = u.holder_id AND b.session_id = u.session_id WHERE u.user_id IN them
  UNION ALL
  SELECT c.at, c.amount FROM jobs j JOIN ledger_operations c ON c.id = 'end:hold:' || j.id AND c.kind = 'capture'
  WHERE j.owner_id IN them AND substr(j.payer_id, 1, 4) = 'adr_'
) WHERE n > 0 AND at > ${sinceMs} GROUP BY day ORDER BY day`),
  };
};

const dayOf = (column: typeof pictures.createdAt) => sql<string>`date(${column} / 1000, 'unixepoch')`;
