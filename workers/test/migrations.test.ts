/** Every migration, on an empty and on a filled database: nothing that was there may be lost. */
import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as tables from "@llamasketch/db";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, test } from "vitest";
import { LEDGER_ROWS } from "./ledger/rows.ts";
import { emptied, tablesOf } from "./spare-database.ts";

const MIGRATIONS = env.TEST_MIGRATIONS;
const ROWS_EACH = 3;
const db = env.SPARE_DB;

interface Column {
  name: string;
  type: string;
}

const tableNames = (): Promise<string[]> => tablesOf(db);
const columnsOf = async (table: string): Promise<Column[]> =>
  (await db.prepare(`PRAGMA table_info(${table})`).all<Column>()).results;
const parentsOf = async (table: string): Promise<{ from: string; to: string; table: string }[]> =>
  (await db.prepare(`PRAGMA foreign_key_list(${table})`).all<{ from: string; to: string; table: string }>())
    .results;

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of await tableNames()) {
    found[table] = (await db.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? -1;
  }
  return found;
}

/** Rows in every table that has none, parents first. `salt` keeps them unlike all others. */
async function fill(salt: number): Promise<void> {
  const empty = new Set(
    Object.entries(await counts())
      .filter(([, n]) => n === 0)
      .map(([table]) => table),
  );
  while (empty.size > 0) {
    const before = empty.size;
    for (const table of empty) {
      const parents = await parentsOf(table);
      if (parents.some((parent) => parent.table !== table && empty.has(parent.table))) continue;
      const write = LEDGER_ROWS[table];
      for (let row = 1; row <= ROWS_EACH; row++) {
        await (write ? write(db, salt + row) : insert(table, parents, salt + row));
      }
      empty.delete(table);
    }
    if (empty.size === before)
      throw new Error(`tables refer to each other in a circle: ${[...empty].join(", ")}`);
  }
}

async function insert(
  table: string,
  parents: { from: string; to: string; table: string }[],
  n: number,
): Promise<void> {
  const columns = await columnsOf(table);
  const values: (string | number)[] = [];
  for (const { name, type } of columns) {
    const parent = parents.find(({ from }) => from === name);
    if (parent) {
      const offset = n % ROWS_EACH;
      const row = await db
        .prepare(`SELECT ${parent.to} AS v FROM ${parent.table} LIMIT 1 OFFSET ${offset}`)
        .first<{ v: string }>();
      values.push(row?.v ?? "");
    } else if (type.startsWith("INT")) values.push(n);
    else if (type === "REAL") values.push(0.5);
    else values.push(`${table}-${name}-${n}`);
  }
  const names = columns.map(({ name }) => name);
  const holes = names.map(() => "?").join(", ");
  await db
    .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${holes})`)
    .bind(...values)
    .run();
}

/** Applies one after the other, rows in every table before each; which tables lost any. */
async function lossesOf(migrations: D1Migration[]): Promise<string[]> {
  const losses: string[] = [];
  for (const [at, migration] of migrations.entries()) {
    await fill(at * 100);
    const before = await counts();
    await applyD1Migrations(db, migrations.slice(0, at + 1));
    const after = await counts();
    for (const [table, rows] of Object.entries(before)) {
      if ((after[table] ?? 0) < rows)
        losses.push(`${migration.name} ${table}: ${rows} -> ${after[table] ?? "gone"}`);
    }
  }
  await fill(9000);
  return losses;
}

const DANGERS = [/\bON\s+(DELETE|UPDATE)\s+(CASCADE|SET\s+NULL|SET\s+DEFAULT)\b/i, /\bDROP\s+TABLE\b/i];
const dangersOf = ({ name, queries }: D1Migration): string[] =>
  queries.flatMap((query) =>
    DANGERS.filter((danger) => danger.test(query)).map((danger) => `${name}: ${danger}`),
  );

beforeEach(() => emptied(db));

test("there are migrations, in the order of their numbers", () => {
  const names = MIGRATIONS.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names).toEqual(names.toSorted());
  const numbers = names.map((name) => Number(name.slice(0, 4)));
  expect(numbers[0]).toBe(1);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("an empty database gets every table and column the code knows, and no other", async () => {
  await applyD1Migrations(db, MIGRATIONS);
  const known = Object.values<unknown>(tables).filter((table): table is SQLiteTable =>
    is(table, SQLiteTable),
  );
  expect(await tableNames()).toEqual(known.map(getTableName).toSorted());
  for (const table of known) {
    const names = (await columnsOf(getTableName(table))).map(({ name }) => name);
    expect(names.toSorted()).toEqual(
      Object.values(getTableColumns(table))
        .map(({ name }) => name)
        .toSorted(),
    );
  }
});

test("a filled database keeps every row through every migration", async () => {
  expect(await lossesOf(MIGRATIONS)).toEqual([]);
  const rows = await counts();
  expect(Object.keys(rows).length).toBeGreaterThan(0);
  expect(Object.values(rows).every((n) => n >= ROWS_EACH)).toBe(true);
});

test("applying them again changes nothing", async () => {
  await applyD1Migrations(db, MIGRATIONS);
  await fill(0);
  const before = await counts();
  await applyD1Migrations(db, MIGRATIONS);
  expect(await counts()).toEqual(before);
});

test("no migration lets one row's end be another's, or drops a table", () => {
  expect(MIGRATIONS.flatMap(dangersOf)).toEqual([]);
});

describe("these checks find what they are for", () => {
  const parent = "CREATE TABLE parents (id TEXT PRIMARY KEY)";
  const child =
    "CREATE TABLE children (id TEXT PRIMARY KEY, parent_id TEXT REFERENCES parents (id) ON DELETE CASCADE)";
  test("rows lost with a rebuilt parent are counted", async () => {
    const rebuild = [
      "CREATE TABLE new_parents (id TEXT PRIMARY KEY)",
      "INSERT INTO new_parents SELECT id FROM parents",
      "DROP TABLE parents",
      "ALTER TABLE new_parents RENAME TO parents",
    ];
    const losses = await lossesOf([
      { name: "0001_a.sql", queries: [parent, child] },
      { name: "0002_b.sql", queries: rebuild },
    ]);
    expect(losses).toEqual(["0002_b.sql children: 3 -> 0"]);
  });
  test.each([
    child,
    "CREATE TABLE a (b TEXT REFERENCES c (d) on delete\n set null)",
    "drop  table if exists users",
  ])("%s", (query) => {
    expect(dangersOf({ name: "planted", queries: [query] })).not.toEqual([]);
  });
});
