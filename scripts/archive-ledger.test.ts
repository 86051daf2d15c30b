/** A copy of the books is made small, and is still the same books: balances, rules, what is known, what goes on. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  decide,
  refusalOf,
  turnBlock,
  type Command,
  type SqlStatement,
} from "../packages/ledger/src/index.ts";
import {
  NOW_MS,
  capture,
  credits,
  grant,
  hold,
  purchase,
  release,
  runSeed,
  turn,
} from "../packages/ledger/src/model/index.ts";
import { MigratedSqlite } from "../packages/testing/src/sqlite.ts";
import { archiveLedger } from "./archive-ledger.ts";
import { root } from "./root.ts";

const DAY_MS = 86_400_000;
const LATER_MS = NOW_MS + 40 * DAY_MS;
const migrations = join(root, "migrations");
let folder: string;
let books: MigratedSqlite;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
  books = new MigratedSqlite(migrations);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const say = (...commands: Command[]): void => books.run(commands.flatMap(decide));
function copied(): string {
  const file = join(folder, "copy.sqlite");
  books.database.exec(`VACUUM INTO '${file}'`);
  return file;
}
/** A batch on the file; the refusal, or ok. */
function after(file: string, statements: SqlStatement[]): string {
  const db = new DatabaseSync(file);
  try {
    db.exec("BEGIN");
    for (const { sql, params } of statements) db.prepare(sql).run(...params);
    db.exec("COMMIT");
    return "ok";
  } catch (error) {
    return refusalOf(error) ?? String(error);
  } finally {
    db.close();
  }
}
function read(file: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}
/** A month of one person, a visitor, and what goes on into the next. */
function month(): void {
  say(
    purchase(100, { id: "stripe:cs:1" }),
    grant(20, NOW_MS + DAY_MS),
    hold("done", 30),
    capture("done", 25),
  );
  say(hold("failed", 5), release("failed"), hold("running", 7));
  say(grant(50, NOW_MS + DAY_MS, { holderId: "free_day" }));
  say({
    kind: "share",
    holderId: "adr_day_1",
    potHolderId: "free_day",
    asset: "credit",
    neededUnits: 1,
    sliceUnits: 10,
    bounds: [],
    shareUnits: 40,
    bucketExpiresAtMs: NOW_MS + DAY_MS,
    atMs: NOW_MS,
  });
  books.run([
    turnBlock(turn(1)),
    turnBlock(turn(2, { pictures: [{ window: 0 }, { window: 1 }], begin: false })),
  ]);
  books.run([turnBlock(turn(1, { sessionId: "goes-on" }))]);
  for (const holder of ["adr_day_1", "free_day"]) {
    say({ kind: "expire", accountId: `${holder}/credit/granted/${NOW_MS + DAY_MS}`, atMs: NOW_MS + DAY_MS });
  }
}

test("what ended goes, what goes on and what may be said again stays, no balance moves", () => {
  month();
  const file = copied();
  const balances = "SELECT id, posted, held FROM ledger_accounts WHERE posted <> 0 OR held <> 0 ORDER BY id";
  const before = read(file, balances);
  const counted = archiveLedger(file, LATER_MS - 20 * DAY_MS);
  expect(read(file, balances)).toEqual(before);
  expect(counted.before).toMatchObject({ ledger_operations: 11, live_blocks: 3, ledger_openings: 0 });
  expect(counted.after).toMatchObject({ ledger_operations: 3, live_blocks: 1 });
  expect(
    read(file, "SELECT id FROM ledger_operations WHERE id LIKE '%:%' ORDER BY kind").map(({ id }) => id),
  ).toEqual(expect.arrayContaining(["stripe:cs:1", "hold:running"]));
  expect(
    read(file, "SELECT id FROM ledger_accounts WHERE holder_id GLOB 'adr_*' OR holder_id GLOB 'free_*'"),
  ).toEqual([]);
});

test("the copy goes on as the books: rules, replays, open holds and sessions, and the next month", () => {
  month();
  const file = copied();
  archiveLedger(file, LATER_MS - 20 * DAY_MS);
  expect(after(file, decide(purchase(100, { id: "stripe:cs:1" })))).toBe("ok");
  expect(read(file, "SELECT sum(amount) AS n FROM ledger_operations WHERE kind = 'purchase'")).toEqual([
    { n: 100 },
  ]);
  expect(after(file, decide(purchase(5, { id: "stripe:cs:1" })))).toBe("id_reused");
  expect(after(file, decide(capture("running", 7, { atMs: LATER_MS })))).toBe("ok");
  expect(
    after(file, [
      turnBlock(turn(2, { sessionId: "goes-on", pictures: [{ window: 0 }], begin: false, atMs: LATER_MS })),
    ]),
  ).toBe("ok");
  expect(after(file, decide(hold("too-much", 500)))).toBe("insufficient");
  for (const table of ["ledger_operations", "ledger_transfers", "live_blocks", "ledger_openings"]) {
    expect(after(file, [{ sql: `DELETE FROM ${table}`, params: [] }])).toBe("immutable");
  }
  const forged = "INSERT INTO ledger_openings VALUES ('ann/credit/purchased', 1, 5, 0)";
  expect(after(file, [{ sql: forged, params: [] }])).toBe("immutable");
  const again = archiveLedger(file, LATER_MS + DAY_MS);
  expect(again.after).toMatchObject({ live_blocks: 0 });
  expect(read(file, "SELECT count(DISTINCT until) AS n FROM ledger_openings")).toEqual([{ n: 2 }]);
});

test("books of a seeded run, at three points in time", { timeout: 30_000 }, async () => {
  const report = await runSeed(77, 1500, books, 100);
  expect(report.divergences).toEqual([]);
  const file = copied();
  const [{ first, last } = { first: 0, last: 0 }] = read(
    file,
    "SELECT min(at) AS first, max(at) AS last FROM ledger_operations",
  ) as {
    first: number;
    last: number;
  }[];
  let operations = Infinity;
  for (const share of [0.3, 0.6, 0.9]) {
    const { before, after: left } = archiveLedger(file, Math.round(first + share * (last - first)));
    expect(left.ledger_operations).toBeLessThan(Math.min(operations, before.ledger_operations ?? 0));
    operations = left.ledger_operations ?? 0;
  }
});

test("unsound books are left alone", () => {
  month();
  books.database.exec("UPDATE ledger_accounts SET posted = posted + 1 WHERE id = 'ann/credit/purchased'");
  const file = copied();
  const before = read(file, "SELECT count(*) AS n FROM ledger_operations");
  expect(() => archiveLedger(file, LATER_MS)).toThrow("not sound before");
  expect(read(file, "SELECT count(*) AS n FROM ledger_operations")).toEqual(before);
  expect(after(file, decide(purchase(1, { amount: credits(1) })))).toBe("ok");
});

test("a database rewound to an earlier moment is made whole by saying the rails' payments again, each once", () => {
  const payments = Array.from({ length: 10 }, (_, at) => purchase(10, { id: `stripe:cs:${at}` }));
  say(...payments.slice(0, 6), hold("a", 15), capture("a", 15));
  const bookmark = copied();
  say(...payments.slice(6));
  for (const payment of payments) expect(after(bookmark, decide(payment))).toBe("ok");
  const owned = read(bookmark, "SELECT posted FROM ledger_accounts WHERE id = 'ann/credit/purchased'");
  expect(owned).toEqual([{ posted: 85 }]);
  expect(owned).toEqual(
    books.all({ sql: "SELECT posted FROM ledger_accounts WHERE id = 'ann/credit/purchased'", params: [] }),
  );
});
