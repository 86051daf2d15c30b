import type { Command } from "../decide.ts";
import type { BlockTurn } from "../live-block.ts";
import type { SqlStatement } from "../statement.ts";

export type Said = { command: Command } | { turn: BlockTurn };
export type Step =
  /** One batch, all or nothing; `form` is how the insert is worded. */
  | { kind: "say"; batch: Said[]; form: (sql: string) => string }
  /** Must change nothing, whether it is refused or not. */
  | { kind: "attack"; statement: SqlStatement };

/** Ways to word an insert, of which only the first is ours. */
export const FORMS: [(sql: string) => string, ...((sql: string) => string)[]] = [
  (sql) => sql,
  ...[
    "INSERT OR IGNORE INTO",
    "INSERT OR REPLACE INTO",
    "REPLACE INTO",
    "INSERT OR ROLLBACK INTO",
    "INSERT OR FAIL INTO",
  ].map((word) => (sql: string) => sql.replace(/^INSERT INTO/, word)),
  (sql) => upsert(sql, "DO NOTHING"),
  (sql) => upsert(sql, "(id) DO UPDATE SET amount = amount + 1000"),
];

/** Only plain values may be followed by it without ambiguity. */
const upsert = (sql: string, words: string): string =>
  /^INSERT INTO ledger_operations \([^)]*\) VALUES/.test(sql) ? `${sql} ON CONFLICT ${words}` : sql;
