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
            bytes: sql<number>`coalesce(sum(${pictures.bytes}), 0)`,
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
        bytes: kept?.bytes ?? 0,
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
    creditsByDay: (holderId: string, sinceMs: number): Promise<DayCount[]> =>
      db.all<DayCount>(sql`SELECT day, sum(n) AS n FROM (
  SELECT date(o.at / 1000, 'unixepoch') AS day, o.amount AS n FROM ledger_operations o
  WHERE o.holder_id = ${holderId} AND o.kind = 'capture' AND o.asset = 'credit' AND o.at > ${sinceMs}
  UNION ALL
  SELECT date(b.at / 1000, 'unixepoch'), b.captured FROM live_blocks b WHERE b.holder_id = ${holderId} AND b.at > ${sinceMs}
) WHERE n > 0 GROUP BY day ORDER BY day`),
  };
};

const dayOf = (column: typeof pictures.createdAt) => sql<string>`date(${column} / 1000, 'unixepoch')`;
