/** Nothing reads a table that grows: every statement of every store, and of every rule of the schema, as SQLite plans it. */
import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { scansOf, statementsOfRule, unboundedOf, type Rule } from "@llamasketch/testing/plans";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, test } from "vitest";
import { call, expectJson } from "../people.ts";
import { emptied, tablesOf } from "../spare-database.ts";
import { scansSaid } from "./executed.ts";
import { explain } from "./explain.ts";
import { BOUNDED } from "./bounded.ts";
import { PIECES, allStatements, type Said } from "./all-statements.ts";
import type { Sampled } from "./sampled.ts";
import { SAMPLES as SHARED } from "./samples.ts";

/** Studios that have a folder of tests of their own bring theirs. */
const OF_STUDIOS = Object.values(
  import.meta.glob("../studios/*/samples.ts", { eager: true, import: "SAMPLES" }),
) as Record<string, Sampled>[];
const SAMPLES: Record<string, Sampled> = Object.assign({}, SHARED, ...OF_STUDIOS);

const db = env.SPARE_DB;
let tables: string[];
beforeAll(async () => {
  await emptied(db);
  await applyD1Migrations(db, env.TEST_MIGRATIONS);
  tables = await tablesOf(db);
});

async function scans(statements: readonly Said[]): Promise<string[]> {
  const found: string[] = [];
  for (const { where, sql } of statements)
    for (const line of scansOf(sql, await explain(db, sql), tables)) found.push(`${where}: ${line}`);
  return found;
}

test("every store is looked at, and every function of it", async () => {
  const files = Object.keys(import.meta.glob("../../src/**/*store.ts")).map((path) =>
    path.replace("../../src/", ""),
  );
  expect(files.toSorted()).toEqual([...Object.keys(SAMPLES), ...Object.keys(PIECES)].toSorted());
  const said = new Set((await allStatements(SAMPLES)).map(({ where }) => where));
  for (const [store, { create, calls }] of Object.entries(SAMPLES)) {
    const functions = Object.keys(create({} as never, {} as never));
    expect(Object.keys(calls).toSorted()).toEqual(functions.toSorted());
    expect(functions.filter((name) => !said.has(`${store} ${name}`))).toEqual([]);
  }
});

test("no statement walks through a table that grows", async () => {
  expect(await scans(await allStatements(SAMPLES))).toEqual([]);
});

test("what is sorted, or read from somewhere on without a limit, has a bound that was looked at", async () => {
  const found = new Set<string>();
  for (const { where, sql } of await allStatements(SAMPLES))
    if (unboundedOf(sql, await explain(db, sql), tables).length > 0) found.add(where);
  expect([...found].toSorted()).toEqual(Object.keys(BOUNDED).toSorted());
});

test("no rule of the schema does", async () => {
  const { results } = await db
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    .all<Rule>();
  expect(results.length).toBeGreaterThan(20);
  const parts = results.flatMap(statementsOfRule);
  expect(parts.length).toBeGreaterThan(60);
  expect(await scans(parts.map(({ name, sql }) => ({ where: name, sql })))).toEqual([]);
});

describe("planted", () => {
  const planted = (text: string): Record<string, Sampled> => ({
    "planted-store.ts": { create: (orm) => ({ read: () => orm.all(sql.raw(text)) }), calls: { read: [[]] } },
  });
  test.each([
    "SELECT * FROM jobs WHERE created_at > 5",
    "SELECT count(*) FROM users",
    "SELECT o.id FROM outbox o WHERE o.subject = 'x'",
    "SELECT h.id FROM ledger_operations h, ledger_transfers t WHERE t.operation_id = h.id AND h.kind = 'share'",
    "DELETE FROM quotes WHERE band = 'x'",
    "SELECT s.id FROM stops x JOIN sketches s ON s.title = x.name",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM ledger_operations o WHERE o.reference = 'x')",
    "SELECT * FROM outbox ORDER BY created_at LIMIT 5",
    "INSERT INTO stops SELECT id, 1 FROM users",
    "INSERT INTO ledger_operations SELECT * FROM ledger_operations",
  ])("%s is found", async (text) => {
    expect(await scans(await allStatements(planted(text)))).not.toEqual([]);
  });
  test.each([
    "SELECT * FROM stops",
    "SELECT * FROM jobs WHERE id = 'x'",
    "WITH jobs_now AS (SELECT 1 AS id) SELECT * FROM jobs_now",
    "SELECT value FROM json_each('[1]')",
  ])("%s is not", async (text) => {
    expect(await scans(await allStatements(planted(text)))).toEqual([]);
  });
  test("in a rule of the schema", async () => {
    const rule = {
      name: "planted",
      sql: `CREATE TRIGGER planted BEFORE INSERT ON jobs WHEN NEW.kind = ';' BEGIN
        SELECT RAISE(ABORT, 'no; (really)') WHERE EXISTS (SELECT 1 FROM jobs j WHERE j.kind = NEW.kind AND j.id <> OLD.id);
        UPDATE users SET name = 'x' WHERE id = NEW.owner_id;
      END`,
    };
    const parts = statementsOfRule(rule);
    expect(parts).toHaveLength(3);
    expect(await scans(parts.map(({ name, sql }) => ({ where: name, sql })))).toEqual([
      expect.stringMatching(/^planted: SCAN jobs/),
    ]);
  });
});

test("what the Worker says is remembered and explained: a store's statement, and one that has no store", async () => {
  await scansSaid(env.DB);
  await drizzle(env.DB).all(sql.raw(`SELECT id FROM jobs WHERE created_at = ${Date.now()}`));
  expect(await scansSaid(env.DB)).toEqual([expect.stringMatching(/^SCAN jobs.*: SELECT id FROM jobs/)]);
  await expectJson(call("GET", "/api/credits"));
  const said = [...(globalThis.statementsSaid?.fresh ?? []), ...(globalThis.statementsSaid?.known ?? [])];
  expect(said.some((text) => text.includes(`"kind" NOT IN ('hold', 'release')`))).toBe(true);
  await env.DB.prepare("SELECT id FROM jobs WHERE created_at = 1").all();
  expect(await scansSaid(env.DB)).toEqual([]);
});
