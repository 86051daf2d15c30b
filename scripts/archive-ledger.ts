/**
 * `node scripts/archive-ledger.ts FILE YYYY-MM`: takes what ended before that month out of a COPY of the database, behind checked
 * opening rows. The copy is left as it was when anything is wrong. docs/ledger.md says when and how.
 */
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { archive } from "../packages/ledger/src/archive.ts";
import { checks, type Divergence } from "../packages/ledger/src/check.ts";

export interface Archived {
  before: Record<string, number>;
  after: Record<string, number>;
}

/** Throws, with the file unchanged, unless the books are sound before and after and no balance moved. */
export function archiveLedger(file: string, beforeMs: number): Archived {
  const db = new DatabaseSync(file);
  try {
    const rows = (sql: string): Record<string, unknown>[] => db.prepare(sql).all();
    const sound = (when: string): void => {
      // Holds that go on are no fault here, however old.
      const found = checks(0).flatMap(({ name, statement }) =>
        db
          .prepare(statement.sql)
          .all(...statement.params)
          .map((row) => ({ check: name, ...row }) as Divergence),
      );
      if (found.length > 0)
        throw new Error(`the books are not sound ${when}: ${JSON.stringify(found.slice(0, 5))}`);
    };
    const balances = (): string =>
      JSON.stringify(
        rows("SELECT id, posted, held FROM ledger_accounts WHERE posted <> 0 OR held <> 0 ORDER BY id"),
      );
    const counts = (): Record<string, number> =>
      Object.fromEntries(
        ["ledger_accounts", "ledger_operations", "ledger_transfers", "live_blocks", "ledger_openings"].map(
          (table) => [table, Number(rows(`SELECT count(*) AS n FROM ${table}`)[0]?.n)],
        ),
      );
    const rules = rows(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (name LIKE 'ledger%' OR name LIKE 'live_blocks%')",
    ) as unknown as { name: string; sql: string }[];
    sound("before");
    const [before, balancesBefore] = [counts(), balances()];
    db.exec("BEGIN");
    try {
      for (const { sql, params } of archive(beforeMs, rules)) db.prepare(sql).run(...params);
      sound("after");
      if (balances() !== balancesBefore) throw new Error("a balance moved");
      const after = counts();
      db.exec("COMMIT");
      return { before, after };
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  } finally {
    db.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , file = "", month = ""] = process.argv;
  if (!existsSync(file) || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    console.error(
      "node scripts/archive-ledger.ts FILE YYYY-MM: FILE is a copy of the database, of which the months before that one go",
    );
    process.exit(2);
  }
  const { before, after } = archiveLedger(file, Date.parse(`${month}-01T00:00:00Z`));
  for (const [table, rows] of Object.entries(before)) console.log(`${table}: ${rows} -> ${after[table]}`);
}
