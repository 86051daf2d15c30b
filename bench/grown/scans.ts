/** How many statements walk through a table that grows: of those that stand in the stores, and of those that were really said. */
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { plannedOf, scansOf, statementsOfRule, type PlanLine, type Rule } from "@llamasketch/testing/plans";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { root } from "../../scripts/stack.ts";

/** In an empty database, whose plans are made without knowing any figure. */
export function scansWritten(statements: readonly string[]): string[] {
  const { database } = new MigratedSqlite(join(root, "migrations"));
  const rules = database.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
  const parts = (rules as unknown as Rule[]).flatMap(statementsOfRule).map(({ sql }) => sql);
  return scansIn(database, [...statements, ...parts]);
}

export function scansIn(database: DatabaseSync, statements: readonly string[]): string[] {
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name));
  return statements.flatMap((sql) => {
    const planned = /^\s*(?:PRAGMA|CREATE|DROP|ALTER)\b/i.test(sql) ? null : plannedOf(sql);
    if (planned === null) return [];
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${planned}`).all() as unknown as PlanLine[];
    return scansOf(sql, plan, tables).map((line) => `${line}: ${sql}`);
  });
}
