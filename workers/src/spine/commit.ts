import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Statement = BatchItem<"sqlite">;

/** Executes statements as one transaction: all or nothing. The only place where a batch is run. Gives what each one gave. */
export const createCommit =
  (db: DrizzleD1Database) =>
  async <T extends readonly Statement[]>(statements: T): Promise<BatchResponse<T> | []> => {
    const [first, ...rest] = statements;
    return first ? ((await db.batch([first, ...rest])) as BatchResponse<T>) : [];
  };
