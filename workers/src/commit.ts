import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Statement = BatchItem<"sqlite">;

export interface Written {
  rows: number;
  batches: number;
}
export type Commit = ReturnType<typeof createCommit>;

/**
 * Executes statements as one transaction: all or nothing. The only place where a batch is run. Gives what each one gave.
 * `written` counts batches, and the rows that the database says were written, those of indexes among them.
 */
export function createCommit(db: DrizzleD1Database, written: Written = { rows: 0, batches: 0 }) {
  function commit<T extends [Statement, ...Statement[]]>(statements: T): Promise<BatchResponse<T>>;
  /** Of however many; none is nothing. */
  function commit(statements: readonly Statement[]): Promise<unknown>;
  async function commit(statements: readonly Statement[]): Promise<unknown> {
    const [first, ...rest] = statements;
    if (!first) return [];
    const results: unknown[] = await db.batch([first, ...rest]);
    written.batches += 1;
    for (const result of results) written.rows += metaOf(result)?.rows_written ?? 0;
    return results;
  }
  return commit;
}

/** Of a statement that writes. */
export const metaOf = (result: unknown): D1Meta | undefined =>
  (result as Partial<D1Result> | undefined)?.meta as D1Meta | undefined;
