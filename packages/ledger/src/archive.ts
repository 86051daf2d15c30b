import { movementsOf } from "./check.ts";
import type { SqlStatement } from "./statement.ts";

/**
 * Makes a copy of the books small: what ended before `beforeMs` leaves it, and an opening row keeps what that had made of each
 * account. To be run on a copy of a database that takes no writes; the original, whole, is the archive. The rules are down while it
 * runs: `rules` are their own texts, as the copy's schema has them. Afterwards `checks` must find nothing.
 *
 * What the outside world may say again stays, so that it is still known: purchases, clawbacks, grants to people. So do holds and
 * blocks that go on.
 */
export const archive = (
  beforeMs: number,
  rules: readonly { name: string; sql: string }[],
): SqlStatement[] => [
  ...rules.map(({ name }) => plain(`DROP TRIGGER ${name}`)),
  plain("CREATE TEMP TABLE leaving_operations (id TEXT PRIMARY KEY)"),
  { sql: LEAVING_OPERATIONS, params: Array.from({ length: 6 }, () => beforeMs) },
  plain(
    "CREATE TEMP TABLE leaving_sessions (holder_id TEXT, session_id TEXT, PRIMARY KEY (holder_id, session_id))",
  ),
  { sql: LEAVING_SESSIONS, params: [beforeMs] },
  { sql: OPENINGS, params: [beforeMs] },
  plain("DELETE FROM ledger_transfers WHERE operation_id IN (SELECT id FROM leaving_operations)"),
  plain("DELETE FROM ledger_operations WHERE id IN (SELECT id FROM leaving_operations)"),
  plain(
    "DELETE FROM live_blocks WHERE (holder_id, session_id) IN (SELECT holder_id, session_id FROM leaving_sessions)",
  ),
  plain(USED_ACCOUNTS),
  { sql: EMPTY_ACCOUNTS, params: [beforeMs] },
  plain("DROP TABLE used_accounts"),
  plain("DROP TABLE leaving_operations"),
  plain("DROP TABLE leaving_sessions"),
  ...rules.map(({ sql }) => plain(sql)),
];

const plain = (sql: string): SqlStatement => ({ sql, params: [] });

const LEAVING_OPERATIONS = `INSERT INTO leaving_operations
SELECT e.id FROM ledger_operations e JOIN ledger_operations h ON h.id = e.hold_id WHERE e.at < ? AND h.at < ?
UNION ALL SELECT h.id FROM ledger_operations e JOIN ledger_operations h ON h.id = e.hold_id WHERE e.at < ? AND h.at < ?
UNION ALL SELECT id FROM ledger_operations WHERE kind = 'expire' AND at < ?
UNION ALL SELECT id FROM ledger_operations WHERE kind IN ('grant', 'share') AND bucket_expires_at < ?
  AND (holder_id GLOB 'adr_*' OR holder_id GLOB 'free_*')`;

const LEAVING_SESSIONS = `INSERT INTO leaving_sessions SELECT holder_id, session_id FROM live_blocks b
WHERE held = 0 AND at < ? AND seq = (
  SELECT max(n.seq) FROM live_blocks n WHERE n.holder_id = b.holder_id AND n.session_id = b.session_id
)`;

const OPENINGS = `INSERT INTO ledger_openings (account_id, until, posted, held)
SELECT account_id, ?, sum(posted), sum(held) FROM (${movementsOf(
  "operation_id IN (SELECT id FROM leaving_operations)",
  "(holder_id, session_id) IN (SELECT holder_id, session_id FROM leaving_sessions)",
)}) GROUP BY account_id HAVING sum(posted) <> 0 OR sum(held) <> 0`;

const USED_ACCOUNTS = `CREATE TEMP TABLE used_accounts AS
SELECT debit AS id FROM ledger_transfers UNION SELECT credit FROM ledger_transfers
UNION SELECT account_id FROM ledger_operations WHERE account_id IS NOT NULL
UNION SELECT account_id FROM live_blocks WHERE account_id IS NOT NULL
UNION SELECT ended_account_id FROM live_blocks WHERE ended_account_id IS NOT NULL
UNION SELECT account_id FROM ledger_openings`;

/** Buckets of days gone, of visitors most of them. */
const EMPTY_ACCOUNTS = `DELETE FROM ledger_accounts
WHERE expires_at < ? AND posted = 0 AND held = 0 AND id NOT IN (SELECT id FROM used_accounts)`;
