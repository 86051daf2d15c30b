import { LIVE_BLOCK_SHARE, LIVE_BLOCK_WINDOWS_MAX, LIVE_HOLD_MS } from "@llamasketch/contract";
import type { SqlStatement } from "./statement.ts";

/**
 * Pictures stored in one window of a block. `window`: the ten seconds of their session in which they arrived; absent when they are
 * free. `stored` says which; without it the line is of one.
 */
export interface BlockPicture {
  window?: number;
  stored?: readonly string[];
  [detail: string]: string | number | boolean | null | undefined | readonly string[];
}

/**
 * Where two blocks of a live session meet: block `seq - 1` ends, paid by the windows of its pictures, and block `seq` begins,
 * holding min(6 windows, a quarter of what the holder has), or nothing when there is nothing or `begin` is false. The
 * first row of a session ends nothing. Said again by the same `writer` it changes nothing; by another it is refused.
 */
export interface BlockTurn {
  holderId: string;
  sessionId: string;
  seq: number;
  sketchId: string;
  /** One life of the session's object. */
  writer: string;
  /** Of the block that ends. */
  pictures: readonly BlockPicture[];
  begin: boolean;
  atMs: number;
}

/** One statement: two rows written where a session begins, three where it goes on or ends. */
export function turnBlock(turn: BlockTurn): SqlStatement {
  for (const { window = 0 } of turn.pictures) {
    if (!Number.isSafeInteger(window) || window < 0) throw new RangeError(`${window} is not a window`);
  }
  const params = [
    turn.holderId,
    turn.sessionId,
    turn.seq,
    turn.sketchId,
    turn.writer,
    JSON.stringify(turn.pictures),
    turn.begin ? LIVE_BLOCK_WINDOWS_MAX : 0,
    turn.atMs,
    turn.atMs + LIVE_HOLD_MS,
  ];
  return { sql: TURN_BLOCK, params };
}

/** MATERIALIZED: reckoned twice, the second time would walk through all accounts there are. */
const TURN_BLOCK = `INSERT INTO live_blocks (holder_id, session_id, seq, sketch_id, writer, pictures, ended_account_id, freed, captured,
  written_off, last_window, account_id, held, at, expires_at)
WITH given (holder_id, session_id, seq, sketch_id, writer, pictures, windows_max, at, expires_at) AS (
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
),
before AS (
  SELECT g.*, p.account_id AS ended_account_id, coalesce(p.held, 0) AS freed, coalesce(p.last_window, -1) AS last_paid
  FROM given g LEFT JOIN live_blocks p ON p.holder_id = g.holder_id AND p.session_id = g.session_id AND p.seq = g.seq - 1
),
ended AS (
  SELECT b.*,
    (SELECT count(DISTINCT j.value ->> 'window') FROM json_each(b.pictures) j WHERE j.value ->> 'window' > b.last_paid) AS windows,
    max(b.last_paid, coalesce((SELECT max(j.value ->> 'window') FROM json_each(b.pictures) j), -1)) AS last_window
  FROM before b
),
free AS MATERIALIZED (
  SELECT a.id, a.expires_at,
    a.posted - a.held + CASE WHEN a.id IS e.ended_account_id THEN e.freed - min(e.freed, e.windows) ELSE 0 END AS available
  FROM ended e JOIN ledger_accounts a ON a.holder_id = e.holder_id AND a.asset = 'credit'
    AND a.bucket IN ('granted', 'purchased') AND (a.expires_at IS NULL OR a.expires_at > e.at)
  WHERE e.windows_max > 0 AND NOT EXISTS (
    SELECT 1 FROM ledger_accounts d WHERE d.holder_id = e.holder_id AND d.asset = 'credit' AND d.bucket = 'debt' AND d.posted < 0
  )
),
next AS (
  SELECT f.id, min(
    (SELECT windows_max FROM given),
    ((SELECT sum(available) FROM free) + ${LIVE_BLOCK_SHARE - 1}) / ${LIVE_BLOCK_SHARE},
    f.available
  ) AS held
  FROM free f WHERE f.available > 0 ORDER BY coalesce(f.expires_at, 9007199254740991), f.id LIMIT 1
)
SELECT e.holder_id, e.session_id, e.seq, e.sketch_id, e.writer, e.pictures, e.ended_account_id, e.freed, min(e.freed, e.windows),
  e.windows - min(e.freed, e.windows), e.last_window, n.id, coalesce(n.held, 0), e.at, e.expires_at
FROM ended e LEFT JOIN next n`;
