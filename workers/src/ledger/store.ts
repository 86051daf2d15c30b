import { ledgerAccounts, ledgerHolders, liveBlocks, outbox, users, type LiveBlockRow } from "@llamasketch/db";
import { decide, turnBlock, type BlockTurn, type Command } from "@llamasketch/ledger";
import { and, asc, eq, gt, inArray, isNull, lte, or, sql, sum } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";
import { isLinked } from "../linked-store.ts";
import { outboxEntry } from "../outbox/outbox-entry-store.ts";
import { raw } from "./raw-store.ts";

/** What the ledger writes and reads. Writing is said in commands; the rules of the schema do the rest, or refuse. */
export const createLedgerStore = (db: DrizzleD1Database, d1: D1Database) => ({
  say: (command: Command): Statement[] => decide(command).map((statement) => raw(db, d1, statement)),
  turnBlock: (turn: BlockTurn): Statement => raw(db, d1, turnBlock(turn)),
  block: (holderId: string, sessionId: string, seq: number) =>
    db
      .select()
      .from(liveBlocks)
      .where(
        and(eq(liveBlocks.holderId, holderId), eq(liveBlocks.sessionId, sessionId), eq(liveBlocks.seq, seq)),
      ),
  /** The last row of a session, as one that lost its memory needs it. */
  lastBlock: (holderId: string, sessionId: string): Promise<LiveBlockRow | undefined> =>
    db
      .select()
      .from(liveBlocks)
      .where(and(eq(liveBlocks.holderId, holderId), eq(liveBlocks.sessionId, sessionId)))
      .orderBy(sql`${liveBlocks.seq} DESC`)
      .limit(1)
      .get(),
  /** Paid by this holder for a session, from its beginning. */
  captured: async (holderId: string, sessionId: string): Promise<number> => {
    const [row] = await db
      .select({ credits: sum(liveBlocks.captured).mapWith(Number) })
      .from(liveBlocks)
      .where(and(eq(liveBlocks.holderId, holderId), eq(liveBlocks.sessionId, sessionId)));
    return row?.credits ?? 0;
  },
  /** What a holder can spend, after what is held. */
  available: (holderId: string, nowMs: number) =>
    db
      .select({ credits: sql<number>`coalesce(sum(${ledgerAccounts.posted} - ${ledgerAccounts.held}), 0)` })
      .from(ledgerAccounts)
      .where(
        and(
          eq(ledgerAccounts.holderId, holderId),
          eq(ledgerAccounts.asset, "credit"),
          inArray(ledgerAccounts.bucket, ["granted", "purchased"]),
          or(isNull(ledgerAccounts.expiresAt), gt(ledgerAccounts.expiresAt, nowMs)),
        ),
      ),
  /** Blocks whose hold ended between these times and that were not followed by another row, the earliest first. */
  abandoned: (
    afterMs: number,
    beforeMs: number,
    limit: number,
  ): Promise<{ sessionId: string; expiresAt: number }[]> =>
    db
      .select({ sessionId: liveBlocks.sessionId, expiresAt: liveBlocks.expiresAt })
      .from(liveBlocks)
      .where(
        and(
          sql.raw('"live_blocks"."held" > 0'),
          gt(liveBlocks.expiresAt, afterMs),
          lte(liveBlocks.expiresAt, beforeMs),
          sql`NOT EXISTS (SELECT 1 FROM live_blocks n WHERE n.holder_id = ${liveBlocks.holderId}
            AND n.session_id = ${liveBlocks.sessionId} AND n.seq > ${liveBlocks.seq})`,
        ),
      )
      .orderBy(asc(liveBlocks.expiresAt))
      .limit(limit)
      .all(),

  /** The first to say it stands; asked again, the first holder stays. Whoever is gone gets none. */
  /** The account's books are the visitor's, if it had none; else the outbox moves what is in them. */
  follow: (visitorId: string, accountId: string, nowMs: number): Statement[] => [
    db
      .update(ledgerHolders)
      .set({ userId: accountId })
      .where(
        and(
          eq(ledgerHolders.userId, visitorId),
          isLinked(visitorId, accountId),
          sql`NOT EXISTS (SELECT 1 FROM ledger_holders h WHERE h.user_id = ${accountId})`,
        ),
      ),
    db.insert(outbox).select(
      db
        .select(
          outboxEntry(
            "move_balance",
            sql`'move:' || ${visitorId}`,
            sql`${visitorId} || ' ' || ${accountId}`,
            nowMs,
          ),
        )
        .from(ledgerHolders)
        .where(
          and(
            eq(ledgerHolders.userId, visitorId),
            isLinked(visitorId, accountId),
            sql`NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = 'move:' || ${visitorId})`,
          ),
        ),
    ),
  ],
  addHolder: (userId: string, holderId: string, nowMs: number): Statement =>
    db
      .insert(ledgerHolders)
      .select(
        db
          .select({
            userId: users.id,
            holderId: sql<string>`${holderId}`.as("holder_id"),
            createdAt: sql<number>`${nowMs}`.as("created_at"),
          })
          .from(users)
          .where(and(eq(users.id, userId), isNull(users.deletedAt))),
      )
      .onConflictDoNothing(),
  holderId: async (userId: string): Promise<string | undefined> =>
    (
      await db
        .select({ holderId: ledgerHolders.holderId })
        .from(ledgerHolders)
        .where(eq(ledgerHolders.userId, userId))
        .get()
    )?.holderId,
});
