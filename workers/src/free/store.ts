import { freeSalts, freeSessions, ledgerAccounts, ledgerOperations } from "@llamasketch/db";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";

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
  /** What is left in the day's pot; null before anything was given. */
  pot: async (potHolderId: string, nowMs: number): Promise<number | null> =>
    (
      await db
        .select({ left: sql<number | null>`sum(${ledgerAccounts.posted} - ${ledgerAccounts.held})` })
        .from(ledgerAccounts)
        .where(
          and(
            eq(ledgerAccounts.holderId, potHolderId),
            eq(ledgerAccounts.asset, "credit"),
            gt(ledgerAccounts.expiresAt, nowMs),
          ),
        )
        .get()
    )?.left ?? null,
});
