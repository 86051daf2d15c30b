/** The nightly check of a ledger that is too large to be asked as a whole: in parts, gone on with, while others write. */
import { env } from "cloudflare:workers";
import { amount } from "@llamasketch/ledger";
import { beforeEach, expect, test, vi } from "vitest";
import { checkLedger } from "../../src/ledger/check-ledger.ts";
import { beginWalk, type BookWalk } from "../../src/ledger/walk-books.ts";
import { newId } from "../../src/ids.ts";
import { openLiveBlock, settleLiveBlock } from "../../src/ledger/live-blocks.ts";
import { divergences, holderWith, known, say } from "./books.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Small parts, so that a small ledger has many. */
const ROWS = { operations: 7, blocks: 3, accounts: 5 };
const HOLDERS = 12;

/** Each test has days of its own, after everything that was said before. */
let nowMs = Date.UTC(2061, 0, 1, 12);
beforeEach(() => {
  nowMs += 400 * DAY_MS;
});
const dayNow = () => new Date(nowMs).toISOString().slice(0, 10);

/** Holders who bought, held, captured and drew, a while ago. */
async function bigLedger(agoMs: number): Promise<string[]> {
  const holders = await Promise.all(Array.from({ length: HOLDERS }, () => holderWith(40)));
  const atMs = nowMs - agoMs;
  for (const holderId of holders) {
    const work = { workId: newId("job"), holderId, atMs };
    const hold = { ...work, amount: amount("credit", 4), quoteId: null, reference: null };
    await say({ kind: "hold", ...hold, expiresAtMs: atMs + HOUR_MS });
    await say({ kind: "capture", ...work, amount: amount("credit", 3) });
    const session = { holderId, sessionId: newId("session"), sketchId: newId("sketch"), writer: "life" };
    await openLiveBlock(known, session, 1, atMs);
    await settleLiveBlock(known, session, 1, [{ window: 0 }, { window: 1 }], atMs + 60_000, { begin: false });
  }
  return holders;
}

/** A night, each minute with time for so many parts. Gives how it ended, and how many minutes it took. */
async function night(
  partsEach: number,
  between: () => Promise<unknown> = async () => undefined,
): Promise<{ walk: BookWalk; minutes: number }> {
  await known.commit([known.walks.walked("ledger", JSON.stringify(beginWalk(dayNow(), nowMs, ROWS)), nowMs)]);
  for (let minutes = 1; minutes < 2000; minutes++) {
    let left = partsEach;
    await checkLedger(known, {}, nowMs, () => (left -= 1) >= 0);
    const walk = JSON.parse((await known.walks.at("ledger"))?.cursor ?? "{}") as BookWalk;
    if (walk.stage === "done") return { walk, minutes };
    await between();
  }
  throw new Error("the night never ends");
}
const alarms = async (): Promise<Set<string>> =>
  new Set(
    (await known.watch.alarms(100))
      .filter(({ raisedAt }) => raisedAt === nowMs)
      .map(({ kind, subject }) => `${kind} ${subject}`),
  );

/** Something writes beside the rules. */
async function beside(rule: string, ...statements: string[]): Promise<void> {
  const row = await env.DB.prepare("SELECT sql FROM sqlite_master WHERE name = ?")
    .bind(rule)
    .first<{ sql: string }>();
  await env.DB.batch([
    env.DB.prepare(`DROP TRIGGER ${rule}`),
    ...statements.map((sql) => env.DB.prepare(sql)),
    env.DB.prepare(row?.sql ?? ""),
  ]);
}

test("a part a minute, others writing between all of them, and sound books are sound", async () => {
  const holders = await bigLedger(30 * DAY_MS);
  const [first = "", last = ""] = [holders.toSorted()[0], holders.toSorted().at(-1)];
  let at = 0;
  const { walk, minutes } = await night(1, async () => {
    at += 1;
    // Where the walk has been and where it has not.
    for (const holderId of [first, last]) {
      const work = { workId: newId("job"), holderId, atMs: nowMs };
      if (at % 3 === 0)
        await say({
          kind: "purchase",
          id: `test:${work.workId}`,
          holderId,
          amount: amount("credit", 2),
          bucketExpiresAtMs: null,
          reference: null,
          atMs: nowMs,
        });
      const hold = { ...work, amount: amount("credit", 1), quoteId: null, reference: null };
      await say({ kind: "hold", ...hold, expiresAtMs: nowMs + HOUR_MS });
      if (at % 2 === 0) await say({ kind: "release", ...work, asset: "credit", ifOpen: false });
      else await say({ kind: "capture", ...work, amount: amount("credit", 1) });
    }
    if (at > 8) return;
    const session = {
      holderId: last,
      sessionId: newId("session"),
      sketchId: newId("sketch"),
      writer: "life",
    };
    await openLiveBlock(known, session, 1, nowMs);
    await settleLiveBlock(known, session, 1, [{ window: 0 }], nowMs, { begin: at % 2 === 0 });
  });
  expect(minutes).toBeGreaterThan(20);
  expect(walk).toMatchObject({ divergences: 0, keys: null });
  expect(await known.watch.checkOf(dayNow())).toMatchObject({ divergences: 0 });
  expect(await divergences()).toEqual([]);
});

test("a balance that differs in the middle of it is found by its account, and the sum that is not zero", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const holders = (await bigLedger(2 * DAY_MS)).toSorted();
  const account = `${holders[HOLDERS / 2]}/credit/purchased`;
  const alter = (by: number) =>
    env.DB.prepare("UPDATE ledger_accounts SET posted = posted + ?, held = held + 1 WHERE id = ?").bind(
      by,
      account,
    );
  const back = env.DB.prepare("UPDATE ledger_accounts SET posted = posted - 3, held = held - 1 WHERE id = ?");
  await alter(3).run();
  try {
    const { walk } = await night(4);
    expect(walk.divergences).toBe(3);
    expect(await alarms()).toEqual(
      new Set([
        `ledger_posted_is_what_the_log_says ${account}`,
        `ledger_held_is_what_the_log_says ${account}`,
        "ledger_zero_sum credit",
      ]),
    );
  } finally {
    await back.bind(account).run();
    vi.restoreAllMocks();
  }
  expect((await night(100)).walk.divergences).toBe(0);
});

test("what was changed in an old part of the log is found, whether it still adds up there or not", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const [holder = "", other = ""] = await bigLedger(300 * DAY_MS);
  const opOf = async (holderId: string) =>
    (
      await env.DB.prepare("SELECT id FROM ledger_operations WHERE holder_id = ? AND kind = 'capture'")
        .bind(holderId)
        .first<{ id: string }>()
    )?.id ?? "";
  const [broken, even] = [await opOf(holder), await opOf(other)];
  const transfers = (by: number, id: string) =>
    beside(
      "ledger_transfers_no_update",
      `UPDATE ledger_transfers SET amount = amount + ${by} WHERE operation_id = '${id}'`,
    );
  const operations = (by: number, id: string) =>
    beside(
      "ledger_operations_no_update",
      `UPDATE ledger_operations SET amount = amount + ${by} WHERE id = '${id}'`,
    );
  await transfers(-1, broken);
  await transfers(-2, even);
  await operations(-2, even);
  try {
    await night(50);
    const posted = "ledger_posted_is_what_the_log_says";
    expect(await alarms()).toEqual(
      new Set([
        `ledger_operation_is_its_transfers ${broken}`,
        `${posted} ${holder}/credit/purchased`,
        `${posted} ${other}/credit/purchased`,
        `${posted} sys/credit/revenue`,
      ]),
    );
  } finally {
    await transfers(1, broken);
    await transfers(2, even);
    await operations(2, even);
    vi.restoreAllMocks();
  }
  expect((await night(100)).walk.divergences).toBe(0);
});

test("a block that frees something else than was held is found", async () => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const [holder = ""] = await bigLedger(90 * DAY_MS);
  const alter = (by: number) =>
    beside(
      "live_blocks_no_update",
      `UPDATE live_blocks SET freed = freed + ${by} WHERE holder_id = '${holder}' AND seq = 2`,
    );
  await alter(-1);
  try {
    await night(50);
    const found = [...(await alarms())];
    expect(found).toContainEqual(expect.stringMatching(/^ledger_block_frees_what_was_held ses_/));
    expect(found).toContain(`ledger_held_is_what_the_log_says ${holder}/credit/purchased`);
  } finally {
    await alter(1);
    vi.restoreAllMocks();
  }
});

test("a walk that rested half a day begins anew", async () => {
  await bigLedger(DAY_MS);
  const old = beginWalk("2060-01-01", nowMs - 13 * HOUR_MS, ROWS);
  await known.commit([known.walks.walked("ledger", JSON.stringify({ ...old, after: "zzz" }), nowMs)]);
  await checkLedger(known, {}, nowMs);
  expect(await known.watch.checkOf(dayNow())).toMatchObject({ divergences: 0 });
  expect(await known.watch.checkOf("2060-01-01")).toBeUndefined();
});
