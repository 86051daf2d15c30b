import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";

export type Statement = BatchItem<"sqlite">;

/** Executes statements as one transaction: all or nothing. The only place where a batch is run. */
export const createCommit =
  (db: DrizzleD1Database) =>
  async (statements: readonly Statement[]): Promise<void> => {
    const [first, ...rest] = statements;
    if (first) await db.batch([first, ...rest]);
  };
