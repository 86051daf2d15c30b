import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Statement = BatchItem<"sqlite">;

/** Executes statements as one transaction: all or nothing. The only place where a batch is run. Gives what each one gave. */
export function createCommit(db: DrizzleD1Database) {
  function commit<T extends [Statement, ...Statement[]]>(statements: T): Promise<BatchResponse<T>>;
  /** Of however many; none is nothing. */
  function commit(statements: readonly Statement[]): Promise<unknown>;
  async function commit(statements: readonly Statement[]): Promise<unknown> {
    const [first, ...rest] = statements;
    return first ? db.batch([first, ...rest]) : [];
  }
  return commit;
}
