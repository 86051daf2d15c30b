import { devices, figures, liveBlocks, sketches, users, type UserRow } from "@llamasketch/db";
import { and, count, desc, eq, gt, gte, lt, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { DrizzleD1Database } from "drizzle-orm/d1";

const next = alias(liveBlocks, "next");
/** After every id. */
const LAST = "\u{10ffff}";
/** Said in the statement itself: only so does the index of accounts serve it. */
const IS_ACCOUNT = sql.raw(`"users"."kind" = 'account'`);

/** More begin alike than anybody looks through: then more of the address must be said. */
const ALIKE_MAX = 1000;
const mailedLike = (query: string) =>
  sql`SELECT m.id FROM users m WHERE m.email >= ${query} AND m.email < ${`${query}\u{10ffff}`} ORDER BY m.email LIMIT ${ALIKE_MAX}`;

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
          query ? or(eq(users.id, query), sql`${users.id} IN (${mailedLike(query)})`) : IS_ACCOUNT,
          lt(users.id, cursor ?? LAST),
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
  /**
   * How many there are, as the schema's rules count them. Of today, what was made since its first instant: `firstSketchId` is the
   * first id it could give, and pictures are those of the live blocks since then, as they were kept.
   */
  figures: async (dayBeganMs: number, firstSketchId: string) => {
    const [counted, made, kept] = await Promise.all([
      db.select().from(figures).all(),
      db.select({ n: count() }).from(sketches).where(gte(sketches.id, firstSketchId)).get(),
      db
        .select({ n: sql<number>`coalesce(sum(json_array_length(${next.pictures})), 0)` })
        .from(liveBlocks)
        .innerJoin(
          next,
          and(
            eq(next.holderId, liveBlocks.holderId),
            eq(next.sessionId, liveBlocks.sessionId),
            eq(next.seq, sql`${liveBlocks.seq} + 1`),
          ),
        )
        .where(
          and(
            sql.raw('"live_blocks"."held" > 0'),
            gte(liveBlocks.expiresAt, dayBeganMs),
            gte(next.at, dayBeganMs),
          ),
        )
        .get(),
    ]);
    const figure = (name: string): number => counted.find((row) => row.name === name)?.n ?? 0;
    return {
      accounts: figure("accounts"),
      visitors: figure("visitors"),
      banned: figure("banned"),
      sketchesToday: made?.n ?? 0,
      picturesToday: kept?.n ?? 0,
    };
  },
});
