/** Samples of a store's functions, told by its type: one that is missing is refused. */
import type { DrizzleD1Database } from "drizzle-orm/d1";

type Db = DrizzleD1Database;
type Calls<Store> = {
  [Name in keyof Store]: Store[Name] extends (...args: infer Args) => unknown ? Args[] : never;
};

/** Keeps a store's type beside its samples until both are only called. */
export function of<Store extends object>(
  create: (db: Db, d1: D1Database) => Store,
  calls: Calls<Store>,
): Sampled {
  return { create, calls: calls as Record<string, unknown[][]> };
}
export interface Sampled {
  create(db: Db, d1: D1Database): object;
  calls: Record<string, unknown[][]>;
}
