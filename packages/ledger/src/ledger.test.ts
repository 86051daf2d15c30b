/** What the ledger promises, one by one, on SQLite with the real migrations. P1-P10 by number. */
import { fileURLToPath } from "node:url";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { beforeEach, describe, expect, test } from "vitest";
import { CAUSES, checks, decide, turnBlock, type Command, type SqlStatement } from "./index.ts";
import { NOW_MS, answer, capture, credits, grant, hold, purchase, release, turn } from "./model/commands.ts";

const MIGRATIONS = fileURLToPath(new URL("../../../migrations", import.meta.url));
let db: MigratedSqlite;
beforeEach(() => {
  db = new MigratedSqlite(MIGRATIONS);
});

const say = (...commands: Command[]) => answer(db, commands.flatMap(decide));
const outcome = (statements: SqlStatement[]) => answer(db, statements);
const rows = (sql: string, ...params: string[]) => db.all({ sql, params });
const balance = (id: string): { posted: number; held: number } => {
  const [row] = rows("SELECT posted, held FROM ledger_accounts WHERE id = ?", id);
  return { posted: Number(row?.posted ?? 0), held: Number(row?.held ?? 0) };
};
const wrong = (nowMs = 0): string[] =>
  checks(nowMs).flatMap(({ name, statement }) =>
    db.all(statement).map((row) => `${name} ${String(row.subject)}`),
  );

describe("promises", () => {
  test("P1, P6: the sum of everything is zero and equals what the log says", () => {
    say(purchase(10), grant(5, NOW_MS + 1000), hold("a", 7), capture("a", 6), hold("b", 2), release("b"));
    expect(rows("SELECT sum(posted) AS n FROM ledger_accounts")).toEqual([{ n: 0 }]);
    expect(wrong()).toEqual([]);
    // The nightly check sees what no rule can refuse.
    db.database.exec("UPDATE ledger_accounts SET posted = posted + 1 WHERE id = 'ann/credit/purchased'");
    expect(wrong()).toEqual(["zero_sum credit", "posted_is_what_the_log_says ann/credit/purchased"]);
  });

  test("P2: no holder goes below zero, holds counted", () => {
    say(purchase(5));
    expect(say(hold("a", 6))).toBe("insufficient");
    expect(say(hold("a", 5))).toBe("ok");
    expect(say(hold("b", 1))).toBe("insufficient");
    expect(
      say({
        kind: "adjust_out",
        id: "operator:1",
        holderId: "ann",
        amount: credits(1),
        reference: null,
        atMs: NOW_MS,
      }),
    ).toBe("insufficient");
    expect(say(hold("c", 1, { holderId: "nobody" }))).toBe("insufficient");
    expect(balance("ann/credit/purchased")).toEqual({ posted: 5, held: 5 });
  });

  test("P3: the same again is success without effect; the same id for something else is refused", () => {
    const first = purchase(5);
    expect(say(first, hold("a", 2))).toBe("ok");
    expect(say(first, hold("a", 2))).toBe("ok");
    // Later, and with another life, it is still the same hold.
    expect(say(hold("a", 2, { atMs: NOW_MS + 9000, expiresAtMs: NOW_MS + 99_000 }))).toBe("ok");
    expect(say({ ...first, holderId: "ben" } as Command)).toBe("id_reused");
    expect(say({ ...first, amount: credits(6) } as Command)).toBe("id_reused");
    for (const twist of [
      { amount: credits(1) },
      { amount: credits(3) },
      { holderId: "ben" },
      { reference: "sketch:x" },
    ]) {
      expect(say(hold("a", 2, twist))).toBe("id_reused");
    }
    expect(balance("ann/credit/purchased")).toEqual({ posted: 5, held: 2 });
  });

  test("P3: a refused id is not burned: it may succeed after a top-up", () => {
    expect(say(hold("a", 3))).toBe("insufficient");
    expect(say(purchase(3), hold("a", 3))).toBe("ok");
  });

  test("P4: a hold ends once, in part or in full, and never takes more than it held", () => {
    say(purchase(10), hold("a", 4), hold("b", 4));
    expect(say(capture("a", 5))).toBe("hold_mismatch");
    expect(say(capture("a", 1, { holderId: "ben" }))).toBe("hold_mismatch");
    expect(say(capture("a", 3))).toBe("ok");
    expect(say(capture("a", 3))).toBe("ok");
    expect(say(capture("a", 4))).toBe("already_resolved");
    expect(say(release("a"))).toBe("already_resolved");
    expect(say(release("a", { ifOpen: true }))).toBe("ok");
    expect(say(release("b"))).toBe("ok");
    expect(say(capture("b", 1))).toBe("already_resolved");
    expect(say(capture("never", 1))).toBe("hold_not_found");
    expect(balance("ann/credit/purchased")).toEqual({ posted: 7, held: 0 });
    expect(balance("sys/credit/revenue")).toEqual({ posted: 3, held: 0 });
  });

  test.each([
    "UPDATE ledger_operations SET at = 1",
    "DELETE FROM ledger_operations",
    "UPDATE ledger_transfers SET amount = 2",
    "DELETE FROM ledger_transfers",
    "DELETE FROM ledger_accounts",
    "UPDATE ledger_accounts SET holder_id = 'eve'",
    "UPDATE ledger_accounts SET overdraft = 1",
    "UPDATE ledger_accounts SET expires_at = 1",
    "UPDATE live_blocks SET held = 0",
    "DELETE FROM live_blocks",
    "INSERT OR REPLACE INTO ledger_transfers SELECT * FROM ledger_transfers",
  ])("P5: %s is refused", (sql) => {
    say(purchase(10), hold("a", 4));
    db.run([turnBlock(turn(1))]);
    expect(outcome([{ sql, params: [] }])).toBe("immutable");
  });

  test("P7: a batch is all or nothing, whatever else is in it", () => {
    const user = {
      sql: "INSERT INTO users (id, kind, created_at) VALUES (?, 'anonymous', 1)",
      params: ["usr_1"],
    };
    expect(outcome([user, ...decide(purchase(5)), ...decide(hold("a", 9))])).toBe("insufficient");
    expect(rows("SELECT count(*) AS n FROM users")).toEqual([{ n: 0 }]);
    expect(balance("ann/credit/purchased")).toEqual({ posted: 0, held: 0 });
  });

  test("P8: a rail's payment counts once, by its own identity, under whichever event it arrives", () => {
    const ids = [
      CAUSES.stripeCheckout("cs_1"),
      CAUSES.stripeInvoice("in_1"),
      CAUSES.lightning("hash"),
      CAUSES.liquid("txid", 0),
      CAUSES.liquid("txid", 1),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [...ids, ...ids]) expect(say(purchase(100, { id }))).toBe("ok");
    expect(balance("ann/credit/purchased").posted).toBe(100 * ids.length);
  });

  test("P9: a hold whose work is forgotten is found by the sweep's index and by the nightly check", () => {
    say(purchase(5), hold("a", 2));
    const day = 24 * 3_600_000;
    expect(wrong(NOW_MS)).toEqual([]);
    expect(wrong(NOW_MS + 2 * day)).toEqual(["hold_is_ended hold:a"]);
    say(release("a", { atMs: NOW_MS + 2 * day, ifOpen: true }));
    expect(wrong(NOW_MS + 2 * day)).toEqual([]);
  });

  test("P10: work that failed costs nothing", () => {
    say(purchase(5), grant(5, NOW_MS + 1000), hold("a", 8), release("a"));
    expect(balance("ann/credit/purchased")).toEqual({ posted: 5, held: 0 });
    expect(balance(`ann/credit/granted/${NOW_MS + 1000}`)).toEqual({ posted: 5, held: 0 });
    expect(balance("sys/credit/revenue").posted).toBe(0);
  });
});
