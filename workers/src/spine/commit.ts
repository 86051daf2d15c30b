import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Statement = BatchItem<"sqlite">;

/** Executes statements as one transaction: all or nothing. The only place where a batch is run. Gives what each one gave. */
export const createCommit =
  (db: DrizzleD1Database) =>
  <T extends [Statement, ...Statement[]]>(statements: T): Promise<BatchResponse<T>> =>
    db.batch(statements);
