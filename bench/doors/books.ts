/** The ledger's own checks, on the stack's database, beside the Worker. */
import { checks } from "@llamasketch/ledger";
import { openDatabase } from "../crash/books.ts";

export function divergencesIn(stateDir: string): string[] {
  const database = openDatabase(stateDir);
  try {
    return checks(0).flatMap(({ name, statement }) =>
      database
        .prepare(statement.sql)
        .all(...statement.params)
        .map((row) => `${name} ${JSON.stringify(row)}`),
    );
  } finally {
    database.close();
  }
}
