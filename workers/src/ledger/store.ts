import { liveBlocks, ledgerHolders, type LiveBlockRow } from "@llamasketch/db";
import { decide, turnBlock, type BlockTurn, type Command, type SqlStatement } from "@llamasketch/ledger";
import { and, eq, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../spine/commit.ts";

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

  /** The first to say it stands; asked again, the first holder stays. */
  addHolder: (userId: string, holderId: string, nowMs: number): Statement =>
    db.insert(ledgerHolders).values({ userId, holderId, createdAt: nowMs }).onConflictDoNothing(),
  holderId: async (userId: string): Promise<string | undefined> =>
    (
      await db
        .select({ holderId: ledgerHolders.holderId })
        .from(ledgerHolders)
        .where(eq(ledgerHolders.userId, userId))
        .get()
    )?.holderId,
});

/** A statement of the ledger as one of drizzle's. Its text has a question mark for each parameter and no other. */
function raw(db: DrizzleD1Database, d1: D1Database, { sql: text, params }: SqlStatement): Statement {
  const [first = "", ...rest] = text.split("?");
  const whole = sql.raw(first);
  for (const [at, part] of rest.entries()) whole.append(sql`${params[at]}`).append(sql.raw(part));
  // In a batch drizzle binds parameters to `stmt`, which a raw statement of its own does not bring along.
  return Object.assign(db.run(whole), { stmt: d1.prepare(text) });
}
