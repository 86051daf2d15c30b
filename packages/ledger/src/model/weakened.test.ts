/** Each rule of the schema is taken away or weakened, and the seeded runs must notice: a rule cannot die silently. */
import { fileURLToPath } from "node:url";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { expect, test } from "vitest";
import { runSeed } from "./run.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../../migrations", import.meta.url));
const SEEDS = 12;

/** A trigger without one of its statements, or altogether gone. */
const WEAKENED: [rule: string, from?: RegExp, to?: string][] = [
  ["ledger_operations_no_update"],
  ["ledger_transfers_no_update"],
  ["ledger_accounts_once"],
  ["ledger_accounts_once", /SELECT RAISE\(ABORT, 'ledger:not_empty'\)/, "SELECT 1"],
  ["ledger_operations_once"],
  ["ledger_operations_once", /RAISE\(ABORT, 'ledger:id_reused'\)/, "RAISE(IGNORE)"],
  ["ledger_operations_once", /RAISE\(ABORT, 'ledger:already_resolved'\)/, "RAISE(IGNORE)"],
  ["ledger_transfers_guard"],
  ["ledger_transfers_apply", /SELECT RAISE\(ABORT, 'ledger:too_large'\)/, "SELECT 1"],
  ["ledger_issue", /RAISE\(ABORT, 'ledger:expired'\)/, "1"],
  ["ledger_issue", /min\(NEW\.amount, -d\.posted\)/, "-d.posted"],
  ["ledger_draw", /RAISE\(ABORT, 'ledger:in_debt'\)/, "1"],
  ["ledger_draw", /RAISE\(ABORT, 'ledger:insufficient'\)/, "1"],
  ["ledger_draw", /min\(w\.available, NEW\.amount - w\.before\)/, "w.available"],
  ["ledger_draw", /AND \(a\.expires_at IS NULL OR a\.expires_at > NEW\.at\)/, ""],
  ["ledger_draw", /WHEN 'clawback' THEN -1 ELSE 1 END AS turn/, "WHEN 'clawback' THEN 1 ELSE 1 END AS turn"],
  ["ledger_resolve", /RAISE\(ABORT, 'ledger:hold_not_found'\)/, "1"],
  ["ledger_resolve", /RAISE\(ABORT, 'ledger:hold_mismatch'\)/, "1"],
  ["ledger_resolve", /min\(w\.amount, NEW\.amount - w\.before\)/, "min(w.amount, NEW.amount)"],
  ["ledger_resolve", /AND a\.posted > a\.held;/, "AND 0;"],
  ["ledger_expire"],
  ["live_blocks_no_update"],
  ["live_blocks_no_delete"],
  ["live_blocks_once"],
  ["live_blocks_once", /AND b\.writer = NEW\.writer/, ""],
  ["live_blocks_once", /AND b\.pictures = NEW\.pictures/, ""],
  ["live_blocks_apply", /RAISE\(ABORT, 'ledger:block_gap'\)/, "1"],
  ["live_blocks_apply", /RAISE\(ABORT, 'ledger:account_unknown'\)/, "1"],
  ["live_blocks_apply", /- NEW\.freed \+ CASE/, "+ CASE"],
  ["live_blocks_apply", /AND id IS NOT NEW\.ended_account_id/, ""],
  ["live_blocks_apply", /AND a\.posted > a\.held;/, "AND 0;"],
];

test.each(WEAKENED)("%s weakened at %s", { timeout: 30_000 }, async (rule, from, to) => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const database = new MigratedSqlite(MIGRATIONS);
    weaken(database, rule, from, to);
    const noticed = await runSeed(seed, 500, database, 25).then(
      ({ divergences }) => divergences.length > 0,
      () => true,
    );
    if (noticed) return;
  }
  expect.fail(`${SEEDS} seeds noticed nothing`);
});

function weaken(database: MigratedSqlite, rule: string, from?: RegExp, to = ""): void {
  const [row] = database.all({ sql: "SELECT sql FROM sqlite_master WHERE name = ?", params: [rule] });
  const sql = String(row?.sql);
  database.database.exec(`DROP TRIGGER ${rule}`);
  if (!from) return;
  expect(sql).toMatch(from);
  database.database.exec(sql.replace(from, to));
}
