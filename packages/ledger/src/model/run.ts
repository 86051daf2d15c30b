/** One seeded run: every step is done to the books in memory and to a database, and the two are compared. */
import { checks } from "../check.ts";
import { decide } from "../decide.ts";
import { turnBlock } from "../live-block.ts";
import { refusalOf } from "../refusals.ts";
import type { SqlStatement } from "../statement.ts";
import { Refused } from "./books.ts";
import { Model } from "./model.ts";
import { Seeded } from "./random.ts";
import { Steps } from "./steps.ts";
import { type Said, type Step } from "./step.ts";

/** A database with the migrations applied, and empty books. */
export interface LedgerDatabase {
  /** All or nothing; throws what the database says. */
  run(statements: SqlStatement[]): void | Promise<void>;
  all(statement: SqlStatement): Row[] | Promise<Row[]>;
}
export type Row = Record<string, unknown>;

export interface RunReport {
  operations: number;
  done: number;
  nothing: number;
  refused: number;
  attacks: number;
  divergences: string[];
}

/** `compareEvery`: steps between two comparisons of all balances. */
export async function runSeed(
  seed: number,
  operations: number,
  database: LedgerDatabase,
  compareEvery: number,
): Promise<RunReport> {
  const model = new Model();
  const steps = new Steps(new Seeded(seed), model);
  const report: RunReport = { operations, done: 0, nothing: 0, refused: 0, attacks: 0, divergences: [] };
  for (let at = 1; at <= operations; at++) {
    const step = steps.next();
    if (step.kind === "attack") {
      report.attacks += 1;
      try {
        await database.run([step.statement]);
      } catch {
        // Refused: as good as without effect.
      }
    } else {
      const expected = onBooks(model, step.batch);
      const found = await onDatabase(database, step);
      if (expected in report) report[expected as "done" | "nothing"] += 1;
      else report.refused += 1;
      const same =
        expected === found || (found === "said" && (expected === "done" || expected === "nothing"));
      if (!same)
        report.divergences.push(
          `step ${at}: ${expected} expected, ${found} found: ${JSON.stringify(step.batch)}`,
        );
    }
    if (step.kind === "attack" || at % compareEvery === 0 || at === operations) {
      report.divergences.push(...(await compare(model, database)).map((line) => `step ${at}: ${line}`));
    }
    if (report.divergences.length > 0) break;
  }
  for (const { name, statement } of checks(0)) {
    for (const row of await database.all(statement))
      report.divergences.push(`${name}: ${JSON.stringify(row)}`);
  }
  return report;
}

function onBooks(model: Model, batch: Said[]): string {
  const back = batch.length > 1 ? model.remember() : null;
  let outcome = "nothing";
  try {
    for (const said of batch) {
      const one = "turn" in said ? model.turn(said.turn) : model.apply(said.command);
      if (one === "done") outcome = "done";
    }
    return outcome;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    back?.();
    return error.code;
  }
}

async function onDatabase(database: LedgerDatabase, step: Extract<Step, { kind: "say" }>): Promise<string> {
  const statements = step.batch.flatMap((said) =>
    "turn" in said ? [turnBlock(said.turn)] : decide(said.command),
  );
  try {
    await database.run(statements.map(({ sql, params }) => ({ sql: step.form(sql), params })));
    return "said";
  } catch (error) {
    const code = refusalOf(error);
    if (code === null) throw error;
    return code;
  }
}

async function compare(model: Model, database: LedgerDatabase): Promise<string[]> {
  const lines: string[] = [];
  const sql = "SELECT id, posted, held FROM ledger_accounts";
  const expected = model.balances();
  for (const row of await database.all({ sql, params: [] })) {
    const { id, posted, held } = row as { id: string; posted: number; held: number };
    const book = expected.get(id) ?? { posted: 0, held: 0 };
    if (book.posted !== posted || book.held !== held) {
      lines.push(`${id}: ${JSON.stringify(book)} expected, ${JSON.stringify({ posted, held })} found`);
    }
    expected.delete(id);
  }
  for (const [id, { posted, held }] of expected)
    if (posted !== 0 || held !== 0) lines.push(`${id} is missing`);
  return lines;
}
