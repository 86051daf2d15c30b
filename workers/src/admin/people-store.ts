import { devices, pictures, sketches, users, type UserRow } from "@llamasketch/db";
import { and, count, desc, eq, gt, gte, lt, or, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";

/** People as the staff sees them. */
export const createPeopleStore = (db: DrizzleD1Database) => ({
  /** Accounts, the newest first; of who is looked for by id also a visitor. */
  list: (
    { query, cursor }: { query?: string | undefined; cursor?: string | undefined },
    limit: number,
  ): Promise<UserRow[]> =>
    db
      .select()
      .from(users)
      .where(
        and(
          query
            ? or(eq(users.id, query), and(gte(users.email, query), lt(users.email, `${query}\u{10ffff}`)))
            : eq(users.kind, "account"),
          cursor ? lt(users.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(users.id))
      .limit(limit)
      .all(),
  deviceCount: async (userId: string, nowMs: number): Promise<number> =>
    (
      await db
        .select({ n: count() })
        .from(devices)
        .where(and(eq(devices.userId, userId), gt(devices.expiresAt, nowMs)))
        .get()
    )?.n ?? 0,
  /** Of today: what was made since its first instant; `firstSketchId` is the first id it could give. */
  figures: async (dayBeganMs: number, firstSketchId: string) => {
    const [people, made, kept] = await Promise.all([
      db
        .select({
          accounts: sql<number>`coalesce(sum(${users.kind} = 'account' AND ${users.deletedAt} IS NULL), 0)`,
          visitors: sql<number>`coalesce(sum(${users.kind} = 'anonymous' AND ${users.linkedTo} IS NULL AND ${users.deletedAt} IS NULL), 0)`,
          banned: sql<number>`coalesce(sum(${users.bannedAt} IS NOT NULL), 0)`,
        })
        .from(users)
        .get(),
      db.select({ n: count() }).from(sketches).where(gte(sketches.id, firstSketchId)).get(),
      db.select({ n: count() }).from(pictures).where(gte(pictures.createdAt, dayBeganMs)).get(),
    ]);
    return {
      accounts: people?.accounts ?? 0,
      visitors: people?.visitors ?? 0,
      banned: people?.banned ?? 0,
      sketchesToday: made?.n ?? 0,
      picturesToday: kept?.n ?? 0,
    };
  },
});
