import { freeSalts, freeSessions, ledgerAccounts, ledgerOperations } from "@llamasketch/db";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

export const createFreeStore = (db: DrizzleD1Database) => ({
  addSalt: (day: string, salt: string, nowMs: number): Statement =>
    db.insert(freeSalts).values({ day, salt, createdAt: nowMs }).onConflictDoNothing(),
  dropSaltsBefore: (day: string): Statement => db.delete(freeSalts).where(lt(freeSalts.day, day)),
  salt: async (day: string): Promise<string | undefined> =>
    (await db.select({ salt: freeSalts.salt }).from(freeSalts).where(eq(freeSalts.day, day)).get())?.salt,
  /** This person's session is paid by this address' credits; said again it changes nothing. */
  noteSession: (userId: string, holderId: string, sessionId: string, nowMs: number): Statement =>
    db.insert(freeSessions).values({ userId, holderId, sessionId, createdAt: nowMs }).onConflictDoNothing(),
  /** What a holder was given of the day's pot, and what it has left of that. */
  given: async (holderId: string, nowMs: number): Promise<{ units: number; available: number }> => {
    const [shares, account] = await Promise.all([
      db
        .select({ units: sql<number>`coalesce(sum(${ledgerOperations.amount}), 0)` })
        .from(ledgerOperations)
        // In the words of the index of statements, which has a holder's few lines: an index of shares would cost each a row.
        .where(
          and(
            eq(ledgerOperations.holderId, holderId),
            eq(ledgerOperations.kind, "share"),
            sql.raw(`"ledger_operations"."kind" NOT IN ('hold', 'release')`),
          ),
        )
        .get(),
      db
        .select({
          available: sql<number>`coalesce(sum(${ledgerAccounts.posted} - ${ledgerAccounts.held}), 0)`,
        })
        .from(ledgerAccounts)
        .where(
          and(
            eq(ledgerAccounts.holderId, holderId),
            eq(ledgerAccounts.asset, "credit"),
            gt(ledgerAccounts.expiresAt, nowMs),
          ),
        )
        .get(),
    ]);
    return { units: shares?.units ?? 0, available: account?.available ?? 0 };
  },
  /** Given in all to holders whose ids begin so. By the ids of the operations, as the ledger's own statement counts them. */
  givenWithin: async (holderPrefix: string): Promise<number> =>
    sumOf(await db.all<Summed>(sumFrom(`share:${holderPrefix}`, `share:${holderPrefix}\u{10ffff}`))),
  /** Put into a pot in all, under this cause. */
  filled: async (cause: string): Promise<number> => sumOf(await db.all<Summed>(sumFrom(cause, `${cause};`))),
  /** What is left in the day's pot of what was put there. */
  pot: async (potHolderId: string, nowMs: number): Promise<number> =>
    (
      await db
        .select({
          left: sql<number>`coalesce(sum(${ledgerAccounts.posted} - ${ledgerAccounts.held}), 0)`,
        })
        .from(ledgerAccounts)
        .where(
          and(
            eq(ledgerAccounts.holderId, potHolderId),
            eq(ledgerAccounts.asset, "credit"),
            gt(ledgerAccounts.expiresAt, nowMs),
          ),
        )
        .get()
    )?.left ?? 0,
});

interface Summed {
  units: number;
}
const sumOf = (rows: readonly Summed[]): number => rows[0]?.units ?? 0;
const sumFrom = (from: string, before: string) =>
  sql`SELECT coalesce(sum(amount), 0) AS units FROM ledger_operations WHERE id >= ${from} AND id < ${before}`;
