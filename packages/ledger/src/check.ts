/** What must be true of the books, whatever happened: asked of the database itself, nightly and after every test. */
import type { SqlStatement } from "./statement.ts";

export interface Divergence {
  check: string;
  /** An account, an operation, an asset. */
  subject: string;
  expected: number;
  found: number;
}

/** A hold that its work forgot is late for the sweep by this, not for ever. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

export interface Check {
  name: string;
  /** Gives rows of { subject, expected, found }; none when all is well. */
  statement: SqlStatement;
}

export const checks = (nowMs: number): Check[] => [
  { name: "zero_sum", statement: { sql: ZERO_SUM, params: [] } },
  { name: "posted_is_what_the_log_says", statement: { sql: balances("posted"), params: [] } },
  { name: "held_is_what_the_log_says", statement: { sql: balances("held"), params: [] } },
  { name: "operation_is_its_transfers", statement: { sql: OPERATIONS, params: [] } },
  { name: "hold_is_ended", statement: { sql: FORGOTTEN, params: [nowMs - FORGOTTEN_AFTER_MS] } },
  { name: "block_is_ended", statement: { sql: FORGOTTEN_BLOCKS, params: [nowMs - FORGOTTEN_AFTER_MS] } },
  { name: "bucket_is_emptied", statement: { sql: NOT_EMPTIED, params: [nowMs - FORGOTTEN_AFTER_MS] } },
];

/** What moved, account by account: of all transfers and blocks, or of some. D1 takes five terms of a UNION at most: they nest. */
export const movementsOf = (
  transfers = "1",
  blocks = "1",
): string => `SELECT debit AS account_id, CASE WHEN kind IN ('post', 'capture') THEN -amount ELSE 0 END AS posted,
  CASE WHEN kind = 'hold' THEN amount ELSE -freed END AS held FROM ledger_transfers WHERE ${transfers}
UNION ALL SELECT credit, amount, 0 FROM ledger_transfers WHERE kind IN ('post', 'capture') AND ${transfers}
UNION ALL SELECT * FROM (
  SELECT ended_account_id, -captured, -freed FROM live_blocks WHERE freed > 0 AND ${blocks}
  UNION ALL SELECT 'sys/credit/revenue', captured, 0 FROM live_blocks WHERE captured > 0 AND ${blocks}
  UNION ALL SELECT account_id, 0, held FROM live_blocks WHERE held > 0 AND ${blocks}
)`;

const EVERYTHING = `${movementsOf()} UNION ALL SELECT account_id, posted, held FROM ledger_openings`;

const ZERO_SUM = `SELECT asset AS subject, 0 AS expected, sum(posted) AS found FROM ledger_accounts GROUP BY asset HAVING sum(posted) <> 0`;

const balances = (
  column: "posted" | "held",
): string => `SELECT a.id AS subject, coalesce(m.${column}, 0) AS expected, a.${column} AS found
FROM ledger_accounts a LEFT JOIN (
  SELECT account_id, sum(${column}) AS ${column} FROM (${EVERYTHING}) GROUP BY account_id
) m ON m.account_id = a.id WHERE a.${column} <> coalesce(m.${column}, 0)`;

const OPERATIONS = `SELECT o.id AS subject, o.amount AS expected, coalesce(sum(t.amount), 0) AS found
FROM ledger_operations o LEFT JOIN ledger_transfers t ON t.operation_id = o.id
GROUP BY o.id HAVING count(t.part) = 0 OR coalesce(sum(t.amount), 0) <> o.amount`;

const FORGOTTEN = `SELECT h.id AS subject, 0 AS expected, h.amount AS found FROM ledger_operations h
WHERE h.kind = 'hold' AND h.expires_at < ? AND NOT EXISTS (SELECT 1 FROM ledger_operations e WHERE e.id = 'end:' || h.id)`;

const FORGOTTEN_BLOCKS = `SELECT b.session_id AS subject, 0 AS expected, b.held AS found FROM live_blocks b
WHERE b.held > 0 AND b.expires_at < ? AND NOT EXISTS (
  SELECT 1 FROM live_blocks n WHERE n.holder_id = b.holder_id AND n.session_id = b.session_id AND n.seq = b.seq + 1
)`;

const NOT_EMPTIED = `SELECT id AS subject, 0 AS expected, posted - held AS found FROM ledger_accounts
WHERE expires_at < ? AND posted > held`;
