import { ledgerAccounts, quotes } from "@llamasketch/db";
import { and, asc, eq, isNull, or, gt, sql } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

export interface BucketRow {
  bucket: "granted" | "purchased" | "debt";
  posted: number;
  held: number;
  expiresAt: number | null;
}

/** One line of a person's statement, as the books have it. `at` and `id` order it. */
export interface StatementRow {
  id: string;
  kind: string;
  amount: number;
  at: number;
  reference: string | null;
  bucketExpiresAt: number | null;
  /** Of live drawing. */
  pictures: number | null;
}

/** Where a page of a statement begins: after this line, in the page's own direction. */
export interface StatementMark {
  at: number;
  id: string;
}

/** What a holder has and what became of it; and prices that were promised. */
export const createBalanceStore = (db: DrizzleD1Database) => ({
  /** Buckets that are not expired, in the order in which they are spent, and the debt if there is one. */
  buckets: (holderId: string, nowMs: number): Promise<BucketRow[]> =>
    db
      .select({
        bucket: sql<BucketRow["bucket"]>`${ledgerAccounts.bucket}`,
        posted: ledgerAccounts.posted,
        held: ledgerAccounts.held,
        expiresAt: ledgerAccounts.expiresAt,
      })
      .from(ledgerAccounts)
      .where(
        and(
          eq(ledgerAccounts.holderId, holderId),
          eq(ledgerAccounts.asset, "credit"),
          or(isNull(ledgerAccounts.expiresAt), gt(ledgerAccounts.expiresAt, nowMs)),
        ),
      )
      .orderBy(sql`coalesce(${ledgerAccounts.expiresAt}, 9007199254740991)`, asc(ledgerAccounts.id))
      .all(),

  /**
   * Lines of operations and of live sessions, the newest or the oldest first; among them those that an address' free credits
   * paid for this person, and a line that gives them. `holderId`: null for one who never had any of their own.
   */
  statement: async (
    userId: string,
    holderId: string | null,
    order: "newest" | "oldest",
    after: StatementMark | null,
    limit: number,
  ): Promise<StatementRow[]> => {
    const beyond = sql.raw(order === "newest" ? "<" : ">");
    const way = sql.raw(order === "newest" ? "DESC" : "ASC");
    const from = after ?? { at: order === "newest" ? Number.MAX_SAFE_INTEGER : 0, id: "" };
    const [operations, sessions] = await Promise.all([
      db.all<StatementRow>(sql`SELECT o.id, o.kind, o.amount, o.at, coalesce(h.reference, o.reference) AS reference,
  o.bucket_expires_at AS bucketExpiresAt, NULL AS pictures
FROM ledger_operations o LEFT JOIN ledger_operations h ON h.id = o.hold_id
WHERE o.holder_id = ${holderId} AND o.kind NOT IN ('hold', 'release') AND o.asset = 'credit'
  AND (o.at, o.id) ${beyond} (${from.at}, ${from.id})
ORDER BY o.at ${way}, o.id ${way} LIMIT ${limit}`),
      db.all<StatementRow>(sql`WITH free AS (
  SELECT u.holder_id, u.session_id, substr(u.holder_id, 5, 10) AS day,
    (SELECT min(b.at) FROM live_blocks b WHERE b.holder_id = u.holder_id AND b.session_id = u.session_id) AS at,
    (SELECT max(b.sketch_id) FROM live_blocks b WHERE b.holder_id = u.holder_id AND b.session_id = u.session_id) AS sketch_id,
    (SELECT sum(b.captured) FROM live_blocks b WHERE b.holder_id = u.holder_id AND b.session_id = u.session_id) AS amount,
    (SELECT sum(coalesce(json_array_length(j.value, '$.stored'), 1)) FROM live_blocks b, json_each(b.pictures) j WHERE b.holder_id = u.holder_id AND b.session_id = u.session_id)
      AS pictures
  FROM free_sessions u WHERE u.user_id IN (SELECT id FROM users WHERE id = ${userId} OR linked_to = ${userId})
), free_jobs AS (
  SELECT c.id, c.at, c.amount, (SELECT h.reference FROM ledger_operations h WHERE h.id = c.hold_id) AS reference, substr(j.payer_id, 5, 10) AS day, j.created_at
  FROM jobs j JOIN ledger_operations c ON c.id = 'end:hold:' || j.id AND c.kind = 'capture'
  WHERE j.owner_id IN (SELECT id FROM users WHERE id = ${userId} OR linked_to = ${userId}) AND substr(j.payer_id, 1, 4) = 'adr_'
), given AS (SELECT day, at, amount FROM free WHERE amount > 0 UNION ALL SELECT day, created_at, amount FROM free_jobs)
SELECT * FROM (
  SELECT session_id || '/' || day AS id, 'live' AS kind, at, 'sketch:' || sketch_id AS reference, NULL AS bucketExpiresAt, amount, pictures
  FROM free WHERE (at, session_id || '/' || day) ${beyond} (${from.at}, ${from.id})
  UNION ALL
  SELECT id, 'capture', at, reference, NULL, amount, NULL FROM free_jobs WHERE (at, id) ${beyond} (${from.at}, ${from.id})
  UNION ALL
  SELECT 'free/' || day, 'share', min(at), NULL, (unixepoch(day) + 86400) * 1000, sum(amount), NULL
  FROM given GROUP BY day HAVING (min(at), 'free/' || day) ${beyond} (${from.at}, ${from.id})
  UNION ALL
  SELECT f.session_id, 'live', f.at, 'sketch:' || f.sketch_id, NULL,
    (SELECT sum(b.captured) FROM live_blocks b WHERE b.holder_id = f.holder_id AND b.session_id = f.session_id) AS amount,
    (SELECT sum(coalesce(json_array_length(j.value, '$.stored'), 1)) FROM live_blocks b, json_each(b.pictures) j WHERE b.holder_id = f.holder_id AND b.session_id = f.session_id)
      AS pictures
  FROM live_blocks f
  WHERE f.holder_id = ${holderId} AND f.seq = 1 AND (f.at, f.session_id) ${beyond} (${from.at}, ${from.id})
) WHERE amount > 0 ORDER BY at ${way}, id ${way} LIMIT ${limit}`),
    ]);
    const sign = order === "newest" ? -1 : 1;
    return [...operations, ...sessions]
      .toSorted((a, b) => sign * (a.at - b.at || (a.id < b.id ? -1 : 1)))
      .slice(0, limit);
  },
  addQuote: (row: Omit<typeof quotes.$inferSelect, "holdId">): Statement => db.insert(quotes).values(row),
  quoteById: (id: string): Promise<{ amount: number; request: string } | undefined> =>
    db.select({ amount: quotes.amount, request: quotes.request }).from(quotes).where(eq(quotes.id, id)).get(),
  /** Promises that lapsed unused, at most so many. */
  dropQuotes: (beforeMs: number, limit: number): Statement =>
    db
      .delete(quotes)
      .where(
        sql`${quotes.id} IN (SELECT id FROM quotes WHERE hold_id IS NULL AND expires_at < ${beforeMs} LIMIT ${limit})`,
      ),
});
