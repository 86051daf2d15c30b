/**
 * The checks of the books a part at a time, for books that are too large to be asked as a whole: `checks` says the same of small
 * ones. Everything is told as it stood at the cut, which is fixed before the first part: what was written since is taken off each
 * balance in the statement that reads it. So parts that are read at different times, while others write, add up.
 *
 * Sums of every account would be too much to keep from part to part. They are kept by keys that some accounts share, and when
 * those of a key differ, a second walk looks at the accounts of that key alone.
 */
import type { SqlStatement, SqlValue } from "./statement.ts";

/** When the cut is: of operations by when they were said, of blocks by when their hold ends. */
export interface Cut {
  atMs: number;
  blocksMs: number;
}

/** What is added up: by key, of all accounts, or by account, of some keys. `place` changes which accounts share a key. */
export interface Grouping {
  place: number;
  keys: readonly string[] | null;
}

/** How many places there are to take a key's letter from. */
export const KEY_PLACES = 8;

export interface Sum {
  subject: string;
  posted: number;
  held: number;
}
export interface Balance extends Sum {
  /** Of what the archive keeps. */
  openedPosted: number;
  openedHeld: number;
}
export type BlockPlace = readonly [holderId: string, sessionId: string, seq: number];

/** One letter of the holder, asset, the beginning of the bucket and a digit of when it expires. */
const keyOf = (id: string, place: number): string =>
  `substr(${id}, max(1, instr(${id}, '/') - ${place}), 1) || substr(${id}, instr(${id}, '/'), 11) || substr(${id}, -6, 1)`;
/** Of a key, as it stands in it. */
export const assetOfKey = (key: string): string => key.split("/")[1] ?? "";

const subjectOf = (id: string, { place, keys }: Grouping): string => (keys === null ? keyOf(id, place) : id);
const among = (id: string, { place, keys }: Grouping): string =>
  keys === null ? "1" : `${keyOf(id, place)} IN (SELECT value FROM json_each(?))`;
const keysOf = ({ keys }: Grouping): SqlValue[] => (keys === null ? [] : [JSON.stringify(keys)]);

const summed = (rows: string, params: SqlValue[], grouping: Grouping): SqlStatement => ({
  sql: `SELECT ${subjectOf("m.account_id", grouping)} AS subject, sum(m.posted) AS posted, sum(m.held) AS held
FROM (${rows}) m WHERE ${among("m.account_id", grouping)} GROUP BY 1`,
  params: [...params, ...keysOf(grouping)],
});

/** What transfers of some operations moved, `o.id` being one of these. */
const transfersOf = (
  operations: string,
): string => `SELECT t.debit AS account_id, CASE WHEN t.kind IN ('post', 'capture') THEN -t.amount ELSE 0 END AS posted,
  CASE WHEN t.kind = 'hold' THEN t.amount ELSE -t.freed END AS held
FROM ${operations} CROSS JOIN ledger_transfers t ON t.operation_id = o.id
UNION ALL SELECT t.credit, t.amount, 0 FROM ${operations} CROSS JOIN ledger_transfers t ON t.operation_id = o.id
WHERE t.kind IN ('post', 'capture')`;

/** What blocks moved, each with the row that ended it. */
const blocksOf = (
  where: string,
): string => `SELECT b.account_id, -coalesce(n.captured, 0) AS posted, b.held - coalesce(n.freed, 0) AS held
FROM live_blocks b LEFT JOIN live_blocks n ON n.holder_id = b.holder_id AND n.session_id = b.session_id AND n.seq = b.seq + 1
WHERE b.held > 0 AND ${where}
UNION ALL SELECT 'sys/credit/revenue', n.captured, 0
FROM live_blocks b CROSS JOIN live_blocks n ON n.holder_id = b.holder_id AND n.session_id = b.session_id AND n.seq = b.seq + 1
WHERE b.held > 0 AND n.captured > 0 AND ${where}`;

const IN_PART = "o.id > ? AND o.id <= ?";

/** The parts of the log of operations, in the order of their ids. */
export const operationParts = {
  end: (afterId: string, rows: number): SqlStatement => ({
    sql: "SELECT id FROM ledger_operations WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?",
    params: [afterId, rows - 1],
  }),
  /** Holds that are past their time and that nothing has ended. */
  openHolds: (afterId: string, lastId: string, nowMs: number, limit: number): SqlStatement => ({
    sql: `SELECT o.id, o.holder_id AS holderId, o.asset, o.amount, o.expires_at AS expiresAtMs FROM ledger_operations o
WHERE ${IN_PART} AND +o.kind = 'hold' AND +o.expires_at <= ?
  AND NOT EXISTS (SELECT 1 FROM ledger_operations e WHERE e.id = 'end:' || o.id)
ORDER BY o.id LIMIT ?`,
    params: [afterId, lastId, nowMs, limit],
  }),
  unlike: (afterId: string, lastId: string, limit: number): SqlStatement => ({
    sql: `SELECT o.id AS subject, o.amount AS expected, coalesce(sum(t.amount), 0) AS found
FROM ledger_operations o LEFT JOIN ledger_transfers t ON t.operation_id = o.id
WHERE ${IN_PART} GROUP BY o.id HAVING count(t.part) = 0 OR coalesce(sum(t.amount), 0) <> o.amount LIMIT ?`,
    params: [afterId, lastId, limit],
  }),
  sums: (afterId: string, lastId: string, { atMs }: Cut, grouping: Grouping): SqlStatement => {
    const part = `(SELECT o.id FROM ledger_operations o WHERE ${IN_PART} AND +o.at < ?) o`;
    return summed(transfersOf(part), [afterId, lastId, atMs, afterId, lastId, atMs], grouping);
  },
};

const BLOCK = "(b.holder_id, b.session_id, b.seq)";
const IN_BLOCKS = `${BLOCK} > (?, ?, ?) AND ${BLOCK} <= (?, ?, ?)`;

/** The parts of live blocks, in their order. */
export const blockParts = {
  end: (after: BlockPlace, rows: number): SqlStatement => ({
    sql: `SELECT holder_id AS holderId, session_id AS sessionId, seq FROM live_blocks b WHERE ${BLOCK} > (?, ?, ?)
ORDER BY holder_id, session_id, seq LIMIT 1 OFFSET ?`,
    params: [...after, rows - 1],
  }),
  /** Blocks that no life of their session has ended. */
  open: (after: BlockPlace, last: BlockPlace, beforeMs: number, limit: number): SqlStatement => ({
    sql: `SELECT b.holder_id AS holderId, b.session_id AS sessionId, b.sketch_id AS sketchId, b.seq, b.held, b.expires_at AS expiresAtMs
FROM live_blocks b WHERE ${IN_BLOCKS} AND +b.held > 0 AND +b.expires_at < ? AND NOT EXISTS (
  SELECT 1 FROM live_blocks n WHERE n.holder_id = b.holder_id AND n.session_id = b.session_id AND n.seq = b.seq + 1
) ORDER BY b.holder_id, b.session_id, b.seq LIMIT ?`,
    params: [...after, ...last, beforeMs, limit],
  }),
  unlike: (after: BlockPlace, last: BlockPlace, limit: number): SqlStatement => ({
    sql: `SELECT * FROM (SELECT b.session_id AS subject, coalesce((
  SELECT p.held FROM live_blocks p WHERE p.holder_id = b.holder_id AND p.session_id = b.session_id AND p.seq = b.seq - 1
), 0) AS expected, b.freed AS found FROM live_blocks b WHERE ${IN_BLOCKS}) WHERE expected <> found LIMIT ?`,
    params: [...after, ...last, limit],
  }),
  sums: (after: BlockPlace, last: BlockPlace, { blocksMs }: Cut, grouping: Grouping): SqlStatement => {
    const params = [...after, ...last, blocksMs];
    return summed(blocksOf(`${IN_BLOCKS} AND +b.expires_at < ?`), [...params, ...params], grouping);
  },
};

/** Said since the cut: by time; holds by when they end, which is later; shares of a day's free pot by the day in their ids. */
const SINCE_CUT = `(SELECT r.id FROM ledger_operations r WHERE r.kind NOT IN ('share', 'hold') AND r.at >= ?
UNION ALL SELECT h.id FROM ledger_operations h WHERE h.kind = 'hold' AND h.expires_at > ? AND +h.at >= ?
UNION ALL SELECT f.id FROM ledger_operations f WHERE f.id > 'share:adr_' || date(? / 1000, 'unixepoch') AND f.id < 'share:adr_~' AND f.kind = 'share' AND +f.at >= ?) o`;

/** The parts of all accounts, in the order of their ids. */
export const accountParts = {
  end: (afterId: string, rows: number): SqlStatement => ({
    sql: "SELECT id FROM ledger_accounts WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?",
    params: [afterId, rows - 1],
  }),
  /** Buckets whose time has come and that still have something free. */
  due: (afterId: string, lastId: string, nowMs: number, limit: number): SqlStatement => ({
    sql: `SELECT id, posted - held AS free, expires_at AS expiresAtMs FROM ledger_accounts
WHERE id > ? AND id <= ? AND +expires_at <= ? AND posted > held ORDER BY id LIMIT ?`,
    params: [afterId, lastId, nowMs, limit],
  }),
  /** As they stood at the cut. */
  balances: (afterId: string, lastId: string, { atMs, blocksMs }: Cut, grouping: Grouping): SqlStatement => {
    const since = [atMs, atMs, atMs, atMs, atMs];
    return {
      sql: `WITH since AS MATERIALIZED (
  SELECT account_id, sum(posted) AS posted, sum(held) AS held FROM (
    SELECT * FROM (${transfersOf(SINCE_CUT)}) UNION ALL SELECT * FROM (${blocksOf("b.expires_at >= ?")})
  ) GROUP BY account_id
)
SELECT ${subjectOf("a.id", grouping)} AS subject, sum(a.posted - coalesce(s.posted, 0)) AS posted, sum(a.held - coalesce(s.held, 0)) AS held,
  sum((SELECT coalesce(sum(p.posted), 0) FROM ledger_openings p WHERE p.account_id = a.id)) AS openedPosted,
  sum((SELECT coalesce(sum(p.held), 0) FROM ledger_openings p WHERE p.account_id = a.id)) AS openedHeld
FROM ledger_accounts a LEFT JOIN since s ON s.account_id = a.id
WHERE a.id > ? AND a.id <= ? AND ${among("a.id", grouping)} GROUP BY 1`,
      params: [...since, ...since, blocksMs, blocksMs, afterId, lastId, ...keysOf(grouping)],
    };
  },
};
