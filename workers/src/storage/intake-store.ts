import { intake } from "@llamasketch/db";
import { sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export const createIntakeStore = (db: DrizzleD1Database) => ({
  /** Takes `costMs` of this person's time, however much that is, if they are at most `aheadMs` ahead; false if not. */
  take: async (userId: string, costMs: number, nowMs: number, aheadMs: number): Promise<boolean> => {
    const rows = await db
      .insert(intake)
      .select(
        sql`SELECT coalesce(v.linked_to, v.id), ${nowMs + costMs} FROM users v WHERE v.id = ${userId} AND v.deleted_at IS NULL`,
      )
      .onConflictDoUpdate({
        target: intake.userId,
        set: { busyUntil: sql`max(${intake.busyUntil}, ${nowMs}) + ${costMs}` },
        setWhere: sql`${intake.busyUntil} <= ${nowMs + aheadMs}`,
      })
      .returning({ busyUntil: intake.busyUntil });
    return rows.length > 0;
  },
  /** Until when this person is busy, ms since 1970; 0 for one who brought nothing. */
  busyUntil: async (userId: string): Promise<number> => {
    const [row] = await db.all<{ n: number }>(
      sql`SELECT i.busy_until AS n FROM users v JOIN intake i ON i.user_id = coalesce(v.linked_to, v.id) WHERE v.id = ${userId}`,
    );
    return row?.n ?? 0;
  },
  forget: (id: string) =>
    db
      .delete(intake)
      .where(sql`${intake.userId} IN (SELECT u.id FROM users u WHERE u.id = ${id} OR u.linked_to = ${id})`),
});
