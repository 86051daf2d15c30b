import { ledgerAccounts, ledgerChecks, ledgerOperations, liveBlocks, operatorAlarms } from "@llamasketch/db";
import type { Check, Divergence } from "@llamasketch/ledger";
import { and, asc, desc, eq, gt, gte, lt, lte, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";
import { asSql } from "./raw-store.ts";

const ending = alias(ledgerOperations, "ending");
const following = alias(liveBlocks, "following");

/** What time nominates: holds, buckets and blocks that are due; and what the nightly check finds. */
export const createWatchStore = (db: DrizzleD1Database) => ({
  /** Holds whose life ended between these times and that nothing has ended yet. */
  dueHolds: (fromMs: number, toMs: number, limit: number) =>
    db
      .select({ id: ledgerOperations.id, holderId: ledgerOperations.holderId, asset: ledgerOperations.asset })
      .from(ledgerOperations)
      .where(
        and(
          eq(ledgerOperations.kind, "hold"),
          gte(ledgerOperations.expiresAt, fromMs),
          lte(ledgerOperations.expiresAt, toMs),
          notExists(
            db
              .select({ one: sql`1` })
              .from(ending)
              .where(eq(ending.id, sql`'end:' || ${ledgerOperations.id}`)),
          ),
        ),
      )
      .orderBy(asc(ledgerOperations.expiresAt))
      .limit(limit)
      .all(),
  /** Buckets whose time came between these and that still have something free. */
  dueBuckets: async (fromMs: number, toMs: number, limit: number): Promise<string[]> => {
    const rows = await db
      .select({ id: ledgerAccounts.id })
      .from(ledgerAccounts)
      .where(
        and(
          gte(ledgerAccounts.expiresAt, fromMs),
          lte(ledgerAccounts.expiresAt, toMs),
          gt(ledgerAccounts.posted, ledgerAccounts.held),
        ),
      )
      .limit(limit)
      .all();
    return rows.map(({ id }) => id);
  },
  /** Blocks of live drawing that no life of their session has ended. */
  forgottenBlocks: (beforeMs: number, limit: number) =>
    db
      .select()
      .from(liveBlocks)
      .where(
        and(
          gt(liveBlocks.held, 0),
          lt(liveBlocks.expiresAt, beforeMs),
          notExists(
            db
              .select({ one: sql`1` })
              .from(following)
              .where(
                and(
                  eq(following.holderId, liveBlocks.holderId),
                  eq(following.sessionId, liveBlocks.sessionId),
                  eq(following.seq, sql`${liveBlocks.seq} + 1`),
                ),
              ),
          ),
        ),
      )
      .limit(limit)
      .all(),

  find: async ({ name, statement }: Check): Promise<Divergence[]> =>
    (await db.all<Omit<Divergence, "check">>(asSql(statement))).map((row) => ({ check: name, ...row })),
  checkOf: (day: string) => db.select().from(ledgerChecks).where(eq(ledgerChecks.day, day)).get(),
  lastChecks: (limit: number) =>
    db.select().from(ledgerChecks).orderBy(desc(ledgerChecks.day)).limit(limit).all(),
  addCheck: (row: typeof ledgerChecks.$inferSelect): Statement =>
    db.insert(ledgerChecks).values(row).onConflictDoNothing(),
  addAlarm: (row: typeof operatorAlarms.$inferSelect): Statement =>
    db.insert(operatorAlarms).values(row).onConflictDoNothing(),
  alarms: (limit: number) =>
    db.select().from(operatorAlarms).orderBy(desc(operatorAlarms.raisedAt)).limit(limit).all(),
});
