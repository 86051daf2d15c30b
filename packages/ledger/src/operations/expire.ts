import type { SqlStatement } from "../statement.ts";

/** What is free in a bucket whose time has come is gone; what is held there still may be captured. */
export interface Expire {
  kind: "expire";
  accountId: string;
  atMs: number;
}

export const expire = ({ accountId, atMs }: Expire): SqlStatement[] => [
  {
    sql: `INSERT INTO ledger_operations (id, kind, holder_id, asset, amount, account_id, at)
SELECT 'expire:' || a.id || ':' || ?, 'expire', a.holder_id, a.asset, a.posted - a.held, a.id, ?
FROM ledger_accounts a WHERE a.id = ? AND a.expires_at <= ? AND a.posted > a.held`,
    params: [String(atMs), atMs, accountId, atMs],
  },
];
