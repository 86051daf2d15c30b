import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Statement = BatchItem<"sqlite">;

/**
 * Executes statements as one transaction: all or nothing. The only place where a batch is run. Gives what each one gave;
 * `written` counts the rows that the database says it wrote, those of its indexes among them.
 */
export const createCommit =
  (db: DrizzleD1Database, written: { rows: number }) =>
  async <T extends readonly Statement[]>(statements: T): Promise<BatchResponse<T> | []> => {
    const [first, ...rest] = statements;
    if (!first) return [];
    const results = (await db.batch([first, ...rest])) as BatchResponse<T>;
    for (const result of results as unknown[]) written.rows += metaOf(result)?.rows_written ?? 0;
    return results;
  };

/** Of a statement that writes. */
export const metaOf = (result: unknown): D1Meta | undefined => (result as Partial<D1Result> | undefined)?.meta;
