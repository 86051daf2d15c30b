import type { SqlStatement } from "@llamasketch/ledger";
import { sql, type SQL } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { Statement } from "../commit.ts";

/** A statement of the ledger as one of drizzle's. Its text has a question mark for each parameter and no other. */
export function raw(db: DrizzleD1Database, d1: D1Database, statement: SqlStatement): Statement {
  // In a batch drizzle binds parameters to `stmt`, which a raw statement of its own does not bring along.
  return Object.assign(db.run(asSql(statement)), { stmt: d1.prepare(statement.sql) });
}

export function asSql({ sql: text, params }: SqlStatement): SQL {
  const [first = "", ...rest] = text.split("?");
  const whole = sql.raw(first);
  for (const [at, part] of rest.entries()) whole.append(sql`${params[at]}`).append(sql.raw(part));
  return whole;
}
