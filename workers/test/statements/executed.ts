/**
 * Every statement that the Worker says while the tests run, better-auth's among them: remembered where D1 is given it, and
 * explained at the end of each file.
 */
import { scansOf } from "@llamasketch/testing/plans";
import { tablesOf } from "../spare-database.ts";
import { explain } from "./explain.ts";

interface Remembered {
  fresh: Set<string>;
  known: Set<string>;
}
declare global {
  var statementsSaid: Remembered | undefined;
}

/** Once for all files of a process. What tests say themselves is not the Worker's. */
export function rememberStatements(db: D1Database): void {
  if (globalThis.statementsSaid) return;
  const said: Remembered = (globalThis.statementsSaid = { fresh: new Set(), known: new Set() });
  const prototype = Object.getPrototypeOf(db) as Pick<D1Database, "prepare">;
  const { prepare } = prototype;
  prototype.prepare = function (this: D1Database, sql: string) {
    if (!said.known.has(sql) && !said.fresh.has(sql) && isOurs(new Error("who asks").stack ?? ""))
      said.fresh.add(sql);
    return prepare.call(this, sql);
  };
}

const isOurs = (stack: string): boolean => /\/drizzle-orm|\/workers\/src\/|[( ]src\//.test(stack);

/** Walks through a table that grows, in what was said since the last time. */
export async function scansSaid(db: D1Database): Promise<string[]> {
  const said = globalThis.statementsSaid;
  if (!said) return ["nothing is remembered"];
  const tables = await tablesOf(db);
  const found: string[] = [];
  for (const sql of said.fresh) {
    said.known.add(sql);
    if (/^\s*(?:EXPLAIN|PRAGMA|CREATE|DROP|ALTER)\b/i.test(sql)) continue;
    for (const line of scansOf(sql, await explain(db, sql), tables)) found.push(`${line}: ${sql}`);
  }
  said.fresh.clear();
  return found;
}
