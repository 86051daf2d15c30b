import { ledgerAccounts, ledgerChecks, ledgerOperations, operatorAlarms } from "@llamasketch/db";
import type { SqlStatement } from "@llamasketch/ledger";
import { and, asc, desc, eq, gt, lt, lte, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";
import { asSql } from "./raw-store.ts";

const ending = alias(ledgerOperations, "ending");

/** How far a sweep has come. */
export interface DueMark {
  id: string;
  expiresAt: number;
}

/** What time nominates: holds and buckets that are due; and what the nightly check finds. */
export const createWatchStore = (db: DrizzleD1Database) => ({
  /** Holds whose life ended between these times and that nothing has ended yet, a page after the one before. */
  dueHolds: (
    { fromMs, toMs, after }: { fromMs: number; toMs: number; after: DueMark | null },
    limit: number,
  ) =>
    db
      .select({
        id: ledgerOperations.id,
        holderId: ledgerOperations.holderId,
        asset: ledgerOperations.asset,
        expiresAt: sql<number>`${ledgerOperations.expiresAt}`,
      })
      .from(ledgerOperations)
      .where(
        and(
          sql.raw(`"ledger_operations"."kind" = 'hold'`),
          sql`(${ledgerOperations.expiresAt}, ${ledgerOperations.id}) > (${after?.expiresAt ?? fromMs}, ${after?.id ?? ""})`,
          lte(ledgerOperations.expiresAt, toMs),
          notExists(
            db
              .select({ one: sql`1` })
              .from(ending)
              .where(eq(ending.id, sql`'end:' || ${ledgerOperations.id}`)),
          ),
        ),
      )
      .orderBy(asc(ledgerOperations.expiresAt), asc(ledgerOperations.id))
      .limit(limit)
      .all(),
  /** Buckets whose time came between these and that still have something free, a page after the one before. */
  dueBuckets: (
    { fromMs, toMs, after }: { fromMs: number; toMs: number; after: DueMark | null },
    limit: number,
  ): Promise<DueMark[]> =>
    db
      .select({ id: ledgerAccounts.id, expiresAt: sql<number>`${ledgerAccounts.expiresAt}` })
      .from(ledgerAccounts)
      .where(
        and(
          sql`(${ledgerAccounts.expiresAt}, ${ledgerAccounts.id}) > (${after?.expiresAt ?? fromMs}, ${after?.id ?? ""})`,
          lte(ledgerAccounts.expiresAt, toMs),
          gt(ledgerAccounts.posted, ledgerAccounts.held),
        ),
      )
      .orderBy(asc(ledgerAccounts.expiresAt), asc(ledgerAccounts.id))
      .limit(limit)
      .all(),

  /** What a part of the nightly walk gives. */
  ask: <Row>(statement: SqlStatement): Promise<Row[]> => db.all<Row>(asSql(statement)),
  checkOf: (day: string) => db.select().from(ledgerChecks).where(eq(ledgerChecks.day, day)).get(),
  lastChecks: (limit: number) =>
    db
      .select()
      .from(ledgerChecks)
      .where(lt(ledgerChecks.day, "9999"))
      .orderBy(desc(ledgerChecks.day))
      .limit(limit)
      .all(),
  addCheck: (row: typeof ledgerChecks.$inferSelect): Statement =>
    db.insert(ledgerChecks).values(row).onConflictDoNothing(),
  addAlarm: (row: typeof operatorAlarms.$inferSelect): Statement =>
    db.insert(operatorAlarms).values(row).onConflictDoNothing(),
  alarms: (limit: number) =>
    db
      .select()
      .from(operatorAlarms)
      .where(lt(operatorAlarms.raisedAt, Number.MAX_SAFE_INTEGER))
      .orderBy(desc(operatorAlarms.raisedAt))
      .limit(limit)
      .all(),
});
