import type { Asset } from "../amount.ts";
import type { SqlStatement, SqlValue } from "../statement.ts";

/**
 * A holder gets a little more out of a common pot, when what it has is less than it needs, until it has had its share. All
 * of it is reckoned where it is written: however many ask at once, no more than the share is given.
 */
export interface Share {
  kind: "share";
  holderId: string;
  /** Whose buckets are the pot. */
  potHolderId: string;
  asset: Asset;
  neededUnits: number;
  /** Given at a time, unless more is needed. */
  sliceUnits: number;
  /** Given in all. */
  shareUnits: number;
  /** Given in all to every holder whose id begins alike, this one among them. */
  bounds: readonly ShareBound[];
  bucketExpiresAtMs: number;
  atMs: number;
}
export interface ShareBound {
  holderPrefix: string;
  units: number;
}

export function share(command: Share): SqlStatement[] {
  const rooms = command.bounds.map((_, at) => `room_${at}`);
  const params: SqlValue[] = [
    command.holderId,
    command.potHolderId,
    command.asset,
    command.neededUnits,
    command.sliceUnits,
    command.shareUnits,
    command.bucketExpiresAtMs,
    command.atMs,
    ...command.bounds.flatMap(({ holderPrefix, units }) => [units, ...rangeOf(`share:${holderPrefix}`)]),
  ];
  const list = (texts: readonly string[]): string => texts.map((text) => `, ${text}`).join("");
  return [
    {
      sql: `INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, from_holder_id, bucket_expires_at, at)
WITH want AS (
  SELECT ? AS holder_id, ? AS pot_id, ? AS asset, ? AS needed, ? AS slice, ? AS share, ? AS bucket_expires_at, ? AS at
),
had AS (
  SELECT w.*, (SELECT count(*) FROM ledger_operations o WHERE o.id > 'share:' || w.holder_id || ':' AND o.id < 'share:' || w.holder_id || ';') AS times,
    (SELECT coalesce(sum(o.amount), 0) FROM ledger_operations o WHERE o.id > 'share:' || w.holder_id || ':' AND o.id < 'share:' || w.holder_id || ';') AS units,
    (SELECT coalesce(sum(a.posted - a.held), 0) FROM ledger_accounts a WHERE a.holder_id = w.holder_id AND a.asset = w.asset
      AND a.bucket IN ('granted', 'purchased') AND (a.expires_at IS NULL OR a.expires_at > w.at)) AS available,
    (SELECT coalesce(sum(a.posted - a.held), 0) FROM ledger_accounts a WHERE a.holder_id = w.pot_id AND a.asset = w.asset
      AND a.bucket IN ('granted', 'purchased') AND (a.expires_at IS NULL OR a.expires_at > w.at)) AS pot${list(
        rooms.map(
          (room) =>
            `\n    ? - (SELECT coalesce(sum(o.amount), 0) FROM ledger_operations o WHERE o.id >= ? AND o.id < ?) AS ${room}`,
        ),
      )}
  FROM want w
)
SELECT 'share:' || holder_id || ':' || (times + 1), 'share', holder_id, asset,
  min(pot, share - units, max(slice, needed - available)${list(rooms)}), pot_id, bucket_expires_at, at
FROM had WHERE available < needed AND units < share AND pot > 0${rooms.map((room) => ` AND ${room} > 0`).join("")}`,
      params,
    },
  ];
}

/** Of texts that begin so: from this one on, and before that one. */
function rangeOf(prefix: string): [from: string, before: string] {
  const last = prefix.charCodeAt(prefix.length - 1);
  return [prefix, prefix.slice(0, -1) + String.fromCharCode(last + 1)];
}
