/** Buckets, debts, quotes, shares and amounts, on SQLite with the real migrations. */
import { fileURLToPath } from "node:url";
import { MigratedSqlite } from "@llamasketch/testing/sqlite";
import { beforeEach, describe, expect, test } from "vitest";
import {
  CAUSES,
  UNITS_MAX,
  amount,
  checks,
  decide,
  turnBlock,
  type Command,
  type SqlStatement,
} from "./index.ts";
import {
  NOW_MS,
  answer,
  capture,
  clawback,
  expire,
  grant,
  hold,
  purchase,
  release,
  turn,
} from "./model/commands.ts";

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

describe("buckets", () => {
  const soon = NOW_MS + 1000;
  const later = NOW_MS + 2000;

  test("what expires first is spent first, what was bought last", () => {
    say(purchase(10), grant(3, later), grant(2, soon), hold("a", 6), capture("a", 4));
    expect(balance(`ann/credit/granted/${soon}`)).toEqual({ posted: 0, held: 0 });
    expect(balance(`ann/credit/granted/${later}`)).toEqual({ posted: 1, held: 0 });
    expect(balance("ann/credit/purchased")).toEqual({ posted: 10, held: 0 });
  });

  test("a hold said again after a new grant neither doubles nor breaks", () => {
    say(purchase(2), grant(3, later), hold("a", 5));
    say(grant(9, soon));
    expect(say(hold("a", 5))).toBe("ok");
    expect(balance(`ann/credit/granted/${soon}`)).toEqual({ posted: 9, held: 0 });
    expect(rows("SELECT sum(amount) AS n FROM ledger_transfers WHERE operation_id = 'hold:a'")).toEqual([
      { n: 5 },
    ]);
  });

  test("an expired bucket is not drawn on, and is emptied once its time has come", () => {
    say(purchase(1), grant(5, soon));
    expect(say(hold("a", 3, { atMs: soon }))).toBe("insufficient");
    const account = `ann/credit/granted/${soon}`;
    say(expire(account, soon - 1));
    expect(balance(account).posted).toBe(5);
    say(expire(account, soon));
    say(expire(account, soon));
    expect(balance(account).posted).toBe(0);
    expect(balance("sys/credit/expired").posted).toBe(5);
    expect(say(grant(1, soon, { atMs: soon }))).toBe("expired");
  });

  test("a release after the expiry expires what it freed, in the same batch; a capture is still paid from it", () => {
    const account = `ann/credit/granted/${soon}`;
    say(grant(9, soon), hold("a", 4), hold("b", 3));
    say(expire(account, later));
    expect(balance(account)).toEqual({ posted: 7, held: 7 });
    say(release("a", { atMs: later }));
    expect(balance(account)).toEqual({ posted: 3, held: 3 });
    say(capture("b", 2, { atMs: later }));
    expect(balance(account)).toEqual({ posted: 0, held: 0 });
    expect(balance("sys/credit/expired").posted).toBe(7);
    expect(balance("sys/credit/revenue").posted).toBe(2);
    expect(wrong()).toEqual([]);
  });

  test("clocks that differ a little: a hold dated before the expiry that another machine has swept finds nothing there", () => {
    say(grant(5, soon), purchase(1));
    say(expire(`ann/credit/granted/${soon}`, soon + 500));
    expect(say(hold("a", 2, { atMs: soon - 500 }))).toBe("insufficient");
    expect(say(hold("b", 1, { atMs: soon - 500 }))).toBe("ok");
  });
});

describe("clawback and debt", () => {
  const back = (units: number): Command => clawback(units, { id: CAUSES.stripeDispute("dp_1") });

  test("100 back with 30 left: 0 and a debt of 70; said again, nothing", () => {
    say(purchase(100), hold("a", 70), capture("a", 70));
    expect(say(back(100))).toBe("ok");
    expect(say(back(100))).toBe("ok");
    expect(balance("ann/credit/purchased")).toEqual({ posted: 0, held: 0 });
    expect(balance("ann/credit/debt")).toEqual({ posted: -70, held: 0 });
    expect(wrong()).toEqual([]);
  });

  test("who owes cannot begin anything; what comes in pays the debt first", () => {
    say(purchase(100), hold("a", 90), capture("a", 90), back(100));
    expect(say(purchase(50), hold("b", 1))).toBe("in_debt");
    db.run([turnBlock(turn(1))]);
    expect(rows("SELECT held FROM live_blocks")).toEqual([{ held: 0 }]);
    say(purchase(60));
    expect(balance("ann/credit/debt").posted).toBe(-30);
    say(purchase(60));
    expect(balance("ann/credit/debt").posted).toBe(0);
    expect(balance("ann/credit/purchased").posted).toBe(30);
    expect(say(hold("b", 30))).toBe("ok");
  });

  test("what is held stays held: only what is free is taken", () => {
    say(purchase(100), hold("a", 40), back(100));
    expect(balance("ann/credit/purchased")).toEqual({ posted: 40, held: 40 });
    expect(balance("ann/credit/debt").posted).toBe(-40);
    expect(say(capture("a", 40))).toBe("ok");
  });

  test("what was bought is taken back before what was given", () => {
    say(purchase(10), grant(10, NOW_MS + 1000), back(12));
    expect(balance("ann/credit/purchased").posted).toBe(0);
    expect(balance(`ann/credit/granted/${NOW_MS + 1000}`).posted).toBe(8);
  });
});

describe("quotes", () => {
  const quote = (id: string, units: number, expiresAtMs = NOW_MS + 1000): SqlStatement => ({
    sql: "INSERT INTO quotes (id, asset, amount, request, lines, band, created_at, expires_at) VALUES (?, 'credit', ?, '{}', '[]', 'quiet', 1, ?)",
    params: [id, units, expiresAtMs],
  });
  test("a promised price is what is held, once, in time", () => {
    db.run([quote("quo_1", 3), quote("quo_2", 3, NOW_MS)]);
    say(purchase(20));
    const held = (workId: string, units: number, quoteId: string) => say(hold(workId, units, { quoteId }));
    expect(held("a", 4, "quo_1")).toBe("quote_mismatch");
    expect(held("a", 3, "quo_0")).toBe("quote_unknown");
    expect(held("a", 3, "quo_2")).toBe("quote_expired");
    expect(held("a", 3, "quo_1")).toBe("ok");
    expect(held("a", 3, "quo_1")).toBe("ok");
    expect(held("b", 3, "quo_1")).toBe("quote_spent");
    expect(rows("SELECT hold_id FROM quotes WHERE id = 'quo_1'")).toEqual([{ hold_id: "hold:a" }]);
  });
  test.each([
    "UPDATE quotes SET amount = 1",
    "UPDATE quotes SET expires_at = expires_at + 1",
    "UPDATE OR REPLACE quotes SET hold_id = NULL",
  ])("%s is refused", (sql) => {
    db.run([quote("quo_1", 3)]);
    expect(outcome([{ sql, params: [] }])).toBe("immutable");
  });
  test("one that was used stays; a second of the same id is refused", () => {
    db.run([quote("quo_1", 3), ...decide(purchase(3)), ...decide(hold("a", 3, { quoteId: "quo_1" }))]);
    expect(outcome([{ sql: "DELETE FROM quotes", params: [] }])).toBe("immutable");
    expect(outcome([quote("quo_1", 1)])).toBe("id_reused");
    expect(
      outcome([{ ...quote("quo_1", 1), sql: quote("", 1).sql.replace("INSERT", "INSERT OR REPLACE") }]),
    ).toBe("id_reused");
  });
});

describe("a share of a pot", () => {
  const share = (holderId: string, neededUnits: number): Command => ({
    kind: "share",
    holderId,
    potHolderId: "pot",
    asset: "credit",
    neededUnits,
    sliceUnits: 5,
    shareUnits: 12,
    bounds: [],
    bucketExpiresAtMs: NOW_MS + 1000,
    atMs: NOW_MS,
  });
  const has = (holderId: string) => balance(`${holderId}/credit/granted/${NOW_MS + 1000}`).posted;

  test("a slice at a time, only when needed, never more than the share", () => {
    say(grant(100, NOW_MS + 1000, { holderId: "pot" }));
    say(share("one", 1), share("one", 1));
    expect(has("one")).toBe(5);
    say(share("one", 6));
    expect(has("one")).toBe(10);
    say(share("one", 40), share("one", 40));
    expect(has("one")).toBe(12);
    expect(balance(`pot/credit/granted/${NOW_MS + 1000}`).posted).toBe(88);
  });
  test("an empty pot gives nothing", () => {
    say(grant(7, NOW_MS + 1000, { holderId: "pot" }), share("one", 1), share("two", 1), share("three", 1));
    expect([has("one"), has("two"), has("three")]).toEqual([5, 2, 0]);
    expect(wrong()).toEqual([]);
  });
  test("holders whose ids begin alike have a bound together, and those within it another", () => {
    const bounds = (site: string, home: string) => [
      { holderPrefix: `${site}_`, units: 23 },
      { holderPrefix: `${site}_${home}_`, units: 17 },
    ];
    const asks = (site: string, home: string, at: string): Command =>
      ({ ...share(`${site}_${home}_${at}`, 12), bounds: bounds(site, home) }) as Command;
    say(grant(100, NOW_MS + 1000, { holderId: "pot" }));
    say(asks("s", "h1", "a"), asks("s", "h1", "b"), asks("s", "h1", "c"));
    expect([has("s_h1_a"), has("s_h1_b"), has("s_h1_c")]).toEqual([12, 5, 0]);
    say(asks("s", "h2", "a"), asks("s", "h3", "a"));
    expect([has("s_h2_a"), has("s_h3_a")]).toEqual([6, 0]);
    say(asks("s2", "h1", "a"));
    expect(has("s2_h1_a")).toBe(12);
    expect(wrong()).toEqual([]);
  });
});

describe("a pot that is filled by steps", () => {
  const untilMs = NOW_MS + 1000;
  const fill = (step: number, upToUnits: number, cause = "free:2027-01-15"): Command => ({
    kind: "fill",
    cause,
    step,
    holderId: "pot",
    asset: "credit",
    upToUnits,
    bucketExpiresAtMs: untilMs,
    atMs: NOW_MS,
  });
  const pot = () => balance(`pot/credit/granted/${untilMs}`).posted;

  test("each step once, with what those before it left out", () => {
    say(fill(0, 25), fill(0, 25), fill(0, 90));
    expect(pot()).toBe(25);
    say(fill(3, 40), fill(2, 30), fill(3, 50));
    expect(pot()).toBe(40);
    say(fill(4, 40));
    expect(pot()).toBe(40);
    expect(wrong()).toEqual([]);
  });
  test("one that was filled at once is full", () => {
    say(grant(100, untilMs, { holderId: "pot", id: "free:2027-01-16" }), fill(3, 70, "free:2027-01-16"));
    expect(pot()).toBe(100);
    say(fill(9, 120, "free:2027-01-16"));
    expect(pot()).toBe(120);
  });
});

describe("amounts", () => {
  test.each([-1, 0.5, Number.NaN, Infinity, UNITS_MAX + 1, "5" as unknown as number])(
    "%s is none",
    (units) => {
      expect(() => amount("credit", units)).toThrow(RangeError);
    },
  );
  test.each([purchase, (units: number) => hold("a", units), (units: number) => capture("a", units)])(
    "of nothing moves nothing",
    (command) => {
      expect(() => decide(command(0))).toThrow(RangeError);
    },
  );
  test("huge ones are exact or refused", () => {
    expect(say(purchase(UNITS_MAX))).toBe("ok");
    expect(say(purchase(1))).toBe("too_large");
    expect(say(hold("a", UNITS_MAX), capture("a", UNITS_MAX))).toBe("ok");
    expect(balance("sys/credit/revenue").posted).toBe(UNITS_MAX);
    expect(wrong()).toEqual([]);
  });
  test("assets never meet", () => {
    say(purchase(5), purchase(5, { amount: amount("token", 5) }));
    expect(say(hold("a", 6))).toBe("insufficient");
    expect(say(hold("b", 5, { amount: amount("token", 5) }))).toBe("ok");
    expect(say(capture("b", 5))).toBe("hold_mismatch");
    expect(
      outcome([
        {
          sql: "INSERT INTO ledger_transfers (operation_id, part, kind, debit, credit, amount) VALUES ('hold:b', 9, 'hold', 'ann/credit/purchased', 'sys/token/revenue', 1)",
          params: [],
        },
      ]),
    ).toBe("other_asset");
  });
});
