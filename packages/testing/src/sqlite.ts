/** SQLite in memory with every migration applied: the same rules as in production, a thousand times as fast. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

interface Statement {
  readonly sql: string;
  readonly params: readonly (string | number | null)[];
}

/** D1's own, so that what passes here passes there. */
const LIMITS = {
  compoundSelect: 5,
  exprDepth: 100,
  functionArg: 32,
  likePatternLength: 50,
  sqlLength: 100_000,
  triggerDepth: 10,
  variableNumber: 100,
};

export class MigratedSqlite {
  readonly database = new DatabaseSync(":memory:", { limits: LIMITS });
  /** Compiling a statement compiles the rules that it fires, which takes longer than running it. */
  readonly #prepared = new Map<string, StatementSync>();
  /** As many migrations as there are, unless only those up to a number are wanted. */
  constructor(folder: string, upTo = Infinity) {
    for (const name of readdirSync(folder).toSorted()) {
      if (Number(name.slice(0, 4)) <= upTo) this.database.exec(readFileSync(join(folder, name), "utf8"));
    }
  }

  /** All or nothing, as a batch is. */
  run(statements: readonly Statement[]): void {
    const { database } = this;
    database.exec("BEGIN");
    try {
      for (const { sql, params } of statements) this.#prepare(sql).run(...params);
      database.exec("COMMIT");
    } catch (error) {
      // An INSERT OR ROLLBACK has ended the transaction already.
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  }

  all({ sql, params }: Statement): Record<string, unknown>[] {
    return this.#prepare(sql).all(...params);
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql) ?? this.database.prepare(sql);
    this.#prepared.set(sql, known);
    return known;
  }
}
