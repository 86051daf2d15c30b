/** Every migration, on an empty and on a filled database: nothing that was there may be lost. */
import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as tables from "@llamasketch/db";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { beforeEach, describe, expect, test } from "vitest";
import { JOB_ROWS } from "./jobs/rows.ts";
import { LEDGER_ROWS } from "./ledger/rows.ts";
import { pictureAt } from "../src/media/picture-id.ts";
import { emptied, tablesOf } from "./spare-database.ts";

const MIGRATIONS = env.TEST_MIGRATIONS;
const ROWS_EACH = 3;
const db = env.SPARE_DB;

type Value = string | number | null;

/** What the CHECKs of a table ask of its rows; a migration that brings some brings their values here. `n` tells rows apart. */
const FIXTURES: Record<string, Record<string, (n: number) => Value>> = {
  users: {
    role: (n) => ["user", "moderator", "admin"][n % 3] ?? "user",
    email: (n) => (n % 2 === 0 ? `person-${n}@example.com` : null),
    linked_to: () => null,
    deleted_at: () => null,
    banned_at: () => null,
  },
  api_keys: { scopes: () => "[]" },
  audit: { detail: () => "{}" },
  hosts: { id: (n) => `agt_${n}` },
  jobs: {
    state: () => "running",
    holder: (n) => `host-${n}`,
    failed_hosts: () => "[]",
    reason: () => null,
    class: (n) => ["interactive", "batch"][n % 2] ?? "batch",
    priority: (n) => n % 4,
    inputs: () => "{}",
    request: () => "{}",
    outputs: (n) => 1 + (n % 4),
    ended_at: () => null,
    mails: (n) => n % 2,
  },
  uploads: { format: (n) => ["jpeg", "png", "webp"][n % 3] ?? "png" },
  webhook_secrets: { secret: (n) => `whsec_${n}` },
  webhook_deliveries: { state: (n) => ["pending", "delivered", "failed"][n % 3] ?? "failed" },
  job_results: { position: (n) => n % 4, format: (n) => ["jpeg", "png", "webp"][n % 3] ?? "png" },
  pictures: {
    kind: (n) => ["live", "final", "variation"][n % 3] ?? "live",
    variation: (n) => (n % 3 === 2 ? 1 + (n % 4) : 0),
    quality: (n) => ["draft", "final", "full"][n % 3] ?? "draft",
    pinned_at: (n) => (n % 2 === 0 ? n : null),
  },
  stroke_chunks: { chunk_ids: (n) => `[${n}]` },
  storage_use: { is_over: () => 0 },
  sweep_runs: { result: (n) => ["done", "failed", "hangs"][n % 3] ?? "done" },
  picture_sheets: { looks: () => "[]", pictures: () => "{}" },
  stroke_sheets: { pieces: (n) => `[[1,2,${n}]]` },
  // Put in another way by 0009, which has a test of its own.
  sketches: { parent_picture_id: () => null },
};

/** Tables that a migration drops after their rows were copied, each looked at by hand. */
const REVIEWED_DROPS: Record<string, string[]> = {
  "0002_history.sql": ["pictures", "pictures_before"],
  "0009_live_rows.sql": ["pictures", "pictures_before", "stroke_chunks", "stroke_chunks_before"],
  // Views of their sheets from then on, with the columns they had.
  "0020_sheets.sql": ["pictures", "pictures_before", "stroke_chunks", "stroke_chunks_before"],
};

interface Column {
  name: string;
  type: string;
}

const tableNames = (): Promise<string[]> => tablesOf(db);
const tablesAndViews = async (): Promise<string[]> => [
  ...(await tableNames()),
  ...(await tablesOf(db, "view")),
];
const columnsOf = async (table: string): Promise<Column[]> =>
  (await db.prepare(`PRAGMA table_info(${table})`).all<Column>()).results;
const parentsOf = async (table: string): Promise<{ from: string; to: string; table: string }[]> =>
  (await db.prepare(`PRAGMA foreign_key_list(${table})`).all<{ from: string; to: string; table: string }>())
    .results;

async function counts(names = tablesAndViews()): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const table of await names) {
    found[table] = (await db.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? -1;
  }
  return found;
}

/** Rows in every table that has none, parents first. `salt` keeps them unlike all others. */
async function fill(salt: number): Promise<void> {
  const empty = new Set(
    Object.entries(await counts(tableNames()))
      .filter(([, n]) => n === 0)
      .map(([table]) => table),
  );
  while (empty.size > 0) {
    const before = empty.size;
    for (const table of empty) {
      const parents = await parentsOf(table);
      if (parents.some((parent) => parent.table !== table && empty.has(parent.table))) continue;
      const write = LEDGER_ROWS[table] ?? JOB_ROWS[table];
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
  const values: Value[] = [];
  for (const { name, type } of columns) {
    const parent = parents.find(({ from }) => from === name);
    const fixture = FIXTURES[table]?.[name];
    if (fixture) values.push(fixture(n));
    else if (parent) {
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

/** Every row of every table and view, its columns by name. */
async function contents(): Promise<Map<string, Record<string, Value>[]>> {
  const found = new Map<string, Record<string, Value>[]>();
  for (const table of await tablesAndViews()) {
    const { results } = await db.prepare(`SELECT * FROM ${table}`).all<Record<string, Value>>();
    found.set(table, results);
  }
  return found;
}

/** What of `before` is not found in `after`, in the columns that both have. */
function changesOf(
  before: Map<string, Record<string, Value>[]>,
  after: Map<string, Record<string, Value>[]>,
): string[] {
  return [...before].flatMap(([table, rows]) => {
    const now = after.get(table) ?? [];
    const names = Object.keys(rows[0] ?? {}).filter((name) => name in (now[0] ?? {}));
    const textOf = (row: Record<string, Value>): string => JSON.stringify(names.map((name) => row[name]));
    const known = new Set(now.map(textOf));
    return rows.filter((row) => !known.has(textOf(row))).map((row) => `${table}: ${JSON.stringify(row)}`);
  });
}

/** Applies one after the other, rows in every table before each; which tables lost any, and which values changed. */
async function lossesOf(migrations: D1Migration[]): Promise<string[]> {
  const losses: string[] = [];
  for (const [at, migration] of migrations.entries()) {
    await fill(at * 100);
    const before = await counts();
    const rowsBefore = await contents();
    await applyD1Migrations(db, migrations.slice(0, at + 1));
    const after = await counts();
    losses.push(
      ...changesOf(rowsBefore, await contents()).filter((change) => !isGone(change, before, after)),
    );
    for (const [table, rows] of Object.entries(before)) {
      if ((after[table] ?? 0) < rows)
        losses.push(`${migration.name} ${table}: ${rows} -> ${after[table] ?? "gone"}`);
    }
  }
  await fill(9000);
  return losses;
}

/** Told already by its table's count. */
const isGone = (change: string, before: Record<string, number>, after: Record<string, number>): boolean => {
  const table = change.split(":")[0] ?? "";
  return (after[table] ?? 0) < (before[table] ?? 0);
};

const CASCADE = /\bON\s+(DELETE|UPDATE)\s+(CASCADE|SET\s+NULL|SET\s+DEFAULT)\b/i;
const DROP = /\bDROP\s+TABLE\s+(?:IF\s+EXISTS\s+)?["`]?(\w+)/gi;
function dangersOf({ name, queries }: D1Migration): string[] {
  return queries.flatMap((query) => {
    const dropped = [...query.matchAll(DROP)].map(([, table = ""]) => table);
    const unseen = dropped.filter((table) => !REVIEWED_DROPS[name]?.includes(table));
    return [
      ...(CASCADE.test(query) ? [`${name}: ends other rows`] : []),
      ...unseen.map((table) => `${name}: drops ${table}`),
    ];
  });
}

beforeEach(() => emptied(db));

test("there are migrations, in the order of their numbers", () => {
  const names = MIGRATIONS.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names).toEqual(names.toSorted());
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1));
});

test("an empty database gets every table and column the code knows, and no other", async () => {
  await applyD1Migrations(db, MIGRATIONS);
  const known = Object.values<unknown>(tables).filter((table): table is SQLiteTable =>
    is(table, SQLiteTable),
  );
  expect((await tablesAndViews()).toSorted()).toEqual(known.map(getTableName).toSorted());
  for (const table of known) {
    const names = (await columnsOf(getTableName(table))).map(({ name }) => name);
    // Where its sheet begins is for looking a picture up, and for nobody else.
    expect(
      names.filter((name) => name !== "from_version" || getTableName(table) !== "pictures").toSorted(),
    ).toEqual(
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

test("no migration lets one row's end be another's, or drops a table unseen", () => {
  expect(MIGRATIONS.flatMap(dangersOf)).toEqual([]);
});

test("0002: pictures stand where they stood, told by their size, and have room for others beside them", async () => {
  const [first, second] = MIGRATIONS;
  if (!first || !second) throw new Error("there are fewer than two");
  await applyD1Migrations(db, [first]);
  await db.exec("INSERT INTO users VALUES ('usr_1', 'anonymous', 1)");
  await db.exec(
    "INSERT INTO sketches VALUES ('skt_1', 'usr_1', 'A HOUSE', 1, 1, 'At Dusk', 0.5, 7, 'local', 1, 1, 1, NULL)",
  );
  for (const [at, side] of [512, 768, 1024].entries()) {
    await db.exec(
      `INSERT INTO pictures VALUES ('pic_${at}', 'skt_1', 2, ${at}, 9, 64, ${side}, 'jpeg', 5, 'words', 0.5, 7, 1)`,
    );
  }
  await applyD1Migrations(db, [first, second]);
  const { results } = await db
    .prepare("SELECT id, kind, variation, quality, object_key, pinned_at FROM pictures ORDER BY id")
    .all();
  const rest = { variation: 0, pinned_at: null };
  expect(results).toEqual([
    { ...rest, id: "pic_0", kind: "live", quality: "draft", object_key: "sketches/skt_1/pictures/2-0" },
    { ...rest, id: "pic_1", kind: "live", quality: "full", object_key: "sketches/skt_1/pictures/2-1" },
    { ...rest, id: "pic_2", kind: "final", quality: "final", object_key: "sketches/skt_1/pictures/2-2" },
  ]);
  const add = (id: string, kind: string, variation: number) =>
    db.exec(
      `INSERT INTO pictures SELECT '${id}', sketch_id, '${kind}', ${variation}, epoch, version, seq, quality, width_px, height_px, format, bytes, prompt, strength, seed, '${id}', NULL, 1 FROM pictures WHERE id = 'pic_0'`,
    );
  for (let n = 1; n <= 4; n++) await add(`pic_v${n}`, "variation", n);
  await add("pic_f", "final", 0);
  for (const [kind, variation] of [
    ["live", 0],
    ["final", 0],
    ["variation", 4],
  ] as const)
    await expect(add("pic_x", kind, variation)).rejects.toThrow("UNIQUE");
  for (const [kind, variation] of [
    ["live", 1],
    ["final", 2],
    ["variation", 0],
    ["variation", 5],
    ["odd", 0],
  ] as const)
    await expect(add("pic_y", kind, variation)).rejects.toThrow("CHECK");
  const sketch = await db.prepare("SELECT title_words, prompt_words FROM sketches").first();
  expect(sketch).toEqual({ title_words: "a house", prompt_words: "at dusk" });
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
  test("values that changed are found", async () => {
    const losses = await lossesOf([
      { name: "0001_a.sql", queries: [parent] },
      { name: "0002_b.sql", queries: ["UPDATE parents SET id = 'other' WHERE id = 'parents-id-101'"] },
    ]);
    expect(losses).toEqual(['parents: {"id":"parents-id-101"}']);
  });
  test("a reviewed drop is of one migration alone", () => {
    const query = "DROP TABLE pictures";
    expect(dangersOf({ name: "0002_history.sql", queries: [query] })).toEqual([]);
    expect(dangersOf({ name: "0003_more.sql", queries: [query] })).toEqual(["0003_more.sql: drops pictures"]);
  });
  test.each([
    child,
    "CREATE TABLE a (b TEXT REFERENCES c (d) on delete\n set null)",
    "drop  table if exists users",
  ])("%s", (query) => {
    expect(dangersOf({ name: "planted", queries: [query] })).not.toEqual([]);
  });
});

test("0020: pictures and pieces stand in sheets as they stood, whatever their objects are called", async () => {
  await applyD1Migrations(
    db,
    MIGRATIONS.filter(({ name }) => name < "0020"),
  );
  await db.exec("INSERT INTO users (id, kind, created_at) VALUES ('usr_1', 'anonymous', 1)");
  await db.exec(
    "INSERT INTO sketches (id, owner_id, title, width_px, height_px, prompt, strength, seed, region, region_epoch, created_at, updated_at) VALUES ('skt_1', 'usr_1', 'A', 1, 1, '', 0.5, 7, 'local', 1, 1, 1)",
  );
  await db.exec(
    `WITH RECURSIVE n (v) AS (VALUES (1) UNION ALL SELECT v + 1 FROM n WHERE v < 300)
INSERT INTO pictures SELECT 'skt_1', 1 + v / 200, v * 10, CASE WHEN v % 9 = 0 THEN 'variation' ELSE 'live' END,
  CASE WHEN v % 9 = 0 THEN 4 ELSE 0 END, 4294967296 + v, 'full', 768, 576, 'webp', 1000 + v, 'words ' || v / 40, 0.6,
  CASE WHEN v % 9 = 0 THEN 3 ELSE 4294967295 END, CASE v % 3 WHEN 0 THEN 'elsewhere/' || v ELSE 'sketches/skt_1/pictures/' || v END,
  CASE WHEN v % 7 = 0 THEN v END, CASE WHEN v % 2 = 0 THEN 1796050000000 + v END, 1796050000000 + v FROM n`.replaceAll(
      "\n",
      " ",
    ),
  );
  await db.exec(
    `WITH RECURSIVE n (v) AS (VALUES (0) UNION ALL SELECT v + 1 FROM n WHERE v < 249)
INSERT INTO stroke_chunks SELECT 'skt_1', v, '[' || (4503599627370496 + v) || ',' || v || ']', 1 + v / 120, v, 9, 'sketches/skt_1/strokes/' || v, 5
FROM n`.replaceAll("\n", " "),
  );
  const pictures =
    "SELECT sketch_id, epoch, version, kind, variation, seq, quality, width_px, height_px, format, bytes, prompt, strength, seed, object_key, pinned_at, window_ms, created_at FROM pictures ORDER BY epoch, version";
  const chunks = "SELECT * FROM stroke_chunks ORDER BY chunk_index";
  const read = async (query: string): Promise<unknown[]> => (await db.prepare(query).all()).results;
  const before = [await read(pictures), await read(chunks)];
  await applyD1Migrations(db, MIGRATIONS);
  expect(await read(pictures)).toEqual(before[0]);
  expect(await read(chunks)).toEqual(before[1]);
  expect(await db.prepare("SELECT count(*) AS n FROM picture_sheets").first("n")).toBeLessThan(10);
  // What a sheet may hold is checked where it is written.
  for (const [kind, variation] of [
    ["live", 1],
    ["final", 2],
    ["variation", 0],
    ["variation", 5],
    ["odd", 0],
  ] as const)
    await expect(
      db.exec(
        `INSERT INTO pictures (sketch_id, epoch, version, kind, variation, seq, quality, width_px, height_px, format, bytes, prompt, strength, seed, object_key, created_at) VALUES ('skt_1', 1, 1, '${kind}', ${variation}, 1, 'full', 1, 1, 'png', 1, '', 0.5, 1, 'key', 1)`,
      ),
    ).rejects.toThrow("CHECK");
});

test("0009: pictures are known by where they stand, chunks by their ids, and a branch by its picture's new id", async () => {
  const before = MIGRATIONS.filter(({ name }) => name < "0009");
  await applyD1Migrations(db, before);
  const sketch = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  await db.exec("INSERT INTO users (id, kind, created_at) VALUES ('usr_1', 'anonymous', 1)");
  for (const [id, parent] of [
    [`skt_${sketch}`, "NULL, NULL, NULL, NULL"],
    ["skt_2", `'skt_${sketch}', 'pic_b', 3, 4000000000`],
    ["skt_3", `'skt_${sketch}', 'pic_gone', 1, 2`],
  ]) {
    await db.exec(
      `INSERT INTO sketches (id, owner_id, title, width_px, height_px, prompt, strength, seed, region, region_epoch, created_at, updated_at, parent_sketch_id, parent_picture_id, parent_epoch, parent_version) VALUES ('${id}', 'usr_1', 'A', 1, 1, '', 0.5, 7, 'local', 1, 1, 1, ${parent})`,
    );
  }
  const picture = (id: string, kind: string, variation: number, version: number) =>
    db.exec(
      `INSERT INTO pictures VALUES ('${id}', 'skt_${sketch}', '${kind}', ${variation}, 3, ${version}, 9, 'full', 64, 64, 'jpeg', 5, 'w', 0.5, 7, 'key-${id}', NULL, 1)`,
    );
  await picture("pic_a", "live", 0, 4_000_000_000);
  await picture("pic_b", "variation", 2, 4_000_000_000);
  await db.exec(`INSERT INTO stroke_chunks VALUES ('skt_${sketch}', 0, 77, 3, 5, 12, 1)`);
  await applyD1Migrations(db, MIGRATIONS);
  const { results } = await db
    .prepare("SELECT kind, variation, object_key, window_ms FROM pictures ORDER BY kind")
    .all();
  expect(results).toEqual([
    { kind: "live", variation: 0, object_key: "key-pic_a", window_ms: null },
    { kind: "variation", variation: 2, object_key: "key-pic_b", window_ms: null },
  ]);
  expect(await db.prepare("SELECT chunk_ids, object_key FROM stroke_chunks").first()).toEqual({
    chunk_ids: "[77]",
    object_key: `sketches/skt_${sketch}/strokes/77`,
  });
  const parents = await db
    .prepare(
      "SELECT parent_picture_id AS id FROM sketches WHERE parent_sketch_id IS NOT NULL ORDER BY sketches.id",
    )
    .all<{ id: string }>();
  const place = { sketchId: `skt_${sketch}`, epoch: 3, version: 4_000_000_000 };
  expect(parents.results.map(({ id }) => pictureAt(id))).toEqual([
    { ...place, kind: "variation", variation: 2 },
    { ...place, epoch: 1, version: 2, kind: "live", variation: 0 },
  ]);
});
