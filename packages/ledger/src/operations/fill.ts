import type { Asset } from "../amount.ts";
import type { SqlStatement } from "../statement.ts";

/**
 * A pot is filled up to what may have been given of it by now, step by step: each step once, by whoever comes first, and what
 * steps before it left out with it. How much that is, is reckoned where it is written.
 */
export interface Fill {
  kind: "fill";
  /** What all its steps are for; one that was filled at once stands under this id itself. */
  cause: string;
  step: number;
  holderId: string;
  asset: Asset;
  /** Given in all, with this step. */
  upToUnits: number;
  bucketExpiresAtMs: number;
  atMs: number;
}

export const fill = (command: Fill): SqlStatement[] => [
  {
    sql: `INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, bucket_expires_at, at)
WITH want AS (SELECT ? AS cause, ? AS step, ? AS holder_id, ? AS asset, ? AS up_to, ? AS bucket_expires_at, ? AS at),
had AS (
  SELECT w.*, (SELECT coalesce(sum(o.amount), 0) FROM ledger_operations o WHERE o.id = w.cause)
    + (SELECT coalesce(sum(o.amount), 0) FROM ledger_operations o WHERE o.id > w.cause || ':' AND o.id < w.cause || ';') AS units
  FROM want w
)
SELECT cause || ':' || step, 'grant', holder_id, asset, up_to - units, bucket_expires_at, at
FROM had WHERE units < up_to AND NOT EXISTS (SELECT 1 FROM ledger_operations o WHERE o.id = cause || ':' || step)`,
    params: [
      command.cause,
      command.step,
      command.holderId,
      command.asset,
      command.upToUnits,
      command.bucketExpiresAtMs,
      command.atMs,
    ],
  },
];
