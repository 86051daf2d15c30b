/** What time nominates: holds, buckets and blocks that are due, and the daily check with its alarm. */
import { env } from "cloudflare:workers";
import { amount, type Command } from "@llamasketch/ledger";
import { beforeEach, expect, test, vi } from "vitest";
import { checkLedger } from "../../src/ledger/check-ledger.ts";
import { expireBuckets } from "../../src/ledger/expire-buckets.ts";
import { sweepHolds } from "../../src/ledger/sweep-holds.ts";
import { sweepLapsed } from "../../src/cron/sweep-lapsed.ts";
import { addressHolder } from "../../src/guests/address.ts";
import { newId } from "../../src/ids.ts";
import { openLiveBlock, settleLiveBlock } from "../../src/ledger/live-blocks.ts";
import worker from "../../src/worker.ts";
import { call, expectJson, operator } from "../people.ts";
import { balanceOf, holderWith, known, say } from "./books.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Each test has days of its own: what one leaves behind is not due in another's. */
let nowMs = Date.UTC(2031, 0, 1, 12);
beforeEach(() => {
  nowMs += 400 * DAY_MS;
});

const hold = (holderId: string, workId: string, expiresAtMs: number): Command => ({
  kind: "hold",
  workId,
  holderId,
  amount: amount("credit", 2),
  quoteId: null,
  reference: null,
  atMs: expiresAtMs - 60_000,
  expiresAtMs,
});
const report = () =>
  expectJson<{
    checks: { day: string; divergences: number }[];
    alarms: { kind: string; subject: string; detail: unknown }[];
  }>(call("GET", "/api/operator/ledger", { headers: operator }));

test("P9: a hold that outlived its time is released, unless its work still goes on", async () => {
  const holderId = await holderWith(10);
  await say(hold(holderId, "job_over", nowMs - 1000), hold(holderId, "job_running", nowMs - 1000));
  await say(hold(holderId, "unknown_kind", nowMs - 1000), hold(holderId, "job_young", nowMs + 1000));
  const asked: string[] = [];
  const judges = {
    job: async (_: unknown, workId: string) => {
      asked.push(workId);
      return workId === "job_running";
    },
  };
  await sweepHolds(known, judges, nowMs);
  expect(asked.toSorted()).toEqual(["job_over", "job_running"]);
  expect((await balanceOf(holderId)).held).toBe(4);
  await sweepHolds(known, {}, nowMs);
  expect((await balanceOf(holderId)).held).toBe(2);
  // A capture that comes after all is refused: its result is kept, and nobody pays.
  await expect(
    say({ kind: "capture", workId: "job_over", holderId, amount: amount("credit", 2), atMs: nowMs }),
  ).rejects.toMatchObject({ refusal: "already_resolved" });
  expect(await balanceOf(holderId)).toEqual({ posted: 10, held: 2 });
});

test("a judge that fails releases nothing, and does not hold up the others", async () => {
  const holderId = await holderWith(10);
  await say(hold(holderId, "bad_1", nowMs - 2000), hold(holderId, "good_1", nowMs - 1000));
  await sweepHolds(known, { bad: () => Promise.reject(new Error("no answer")) }, nowMs);
  expect((await balanceOf(holderId)).held).toBe(2);
});

test("buckets are emptied when their time has come, what is held there excepted", async () => {
  const holderId = await holderWith(1);
  const grant = (untilMs: number): Command => ({
    kind: "grant",
    id: `test:${holderId}:${untilMs}`,
    holderId,
    amount: amount("credit", 5),
    bucketExpiresAtMs: untilMs,
    reference: null,
    atMs: nowMs - DAY_MS,
  });
  await say(grant(nowMs - 1000), grant(nowMs + 1000), hold(holderId, newId("request"), nowMs - HOUR_MS));
  await expireBuckets(known, nowMs);
  await expireBuckets(known, nowMs);
  expect(await balanceOf(holderId)).toEqual({ posted: 1 + 2 + 5, held: 2 });
});

test("the scheduled event does all of it", async () => {
  const holderId = await holderWith(10);
  const now = Date.now();
  await say(hold(holderId, newId("request"), now - 1000));
  const controller = { scheduledTime: now, cron: "* * * * *", noRetry() {} } as ScheduledController;
  await worker.scheduled(controller, env);
  expect(await balanceOf(holderId)).toEqual({ posted: 10, held: 0 });
});

test("the daily check runs once a day, after the first hours, and finds sound books sound", async () => {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const early = nowMs - 11 * HOUR_MS;
  await checkLedger(known, {}, early);
  expect(await known.watch.checkOf(day(early))).toBeUndefined();
  await checkLedger(known, {}, nowMs);
  expect(await known.watch.checkOf(day(nowMs))).toMatchObject({ at: nowMs, divergences: 0 });
  await checkLedger(known, {}, nowMs + HOUR_MS);
  expect(await known.watch.checkOf(day(nowMs))).toMatchObject({ at: nowMs });
  const told = (await report()).checks.find((check) => check.day === day(nowMs));
  expect(told).toMatchObject({ divergences: 0 });
});

test("a balance that differs from its log raises an alarm that an operator sees, and a line in the log", async () => {
  const holderId = await holderWith(10);
  const account = `${holderId}/credit/purchased`;
  const alter = (by: number) =>
    env.DB.prepare("UPDATE ledger_accounts SET posted = posted + ? WHERE id = ?").bind(by, account).run();
  const lines = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await alter(3);
  try {
    await checkLedger(known, {}, nowMs);
    const { alarms } = await report();
    // Other files tell of later days.
    const today = new Date(nowMs).toISOString().slice(0, 10);
    expect(await known.watch.checkOf(today)).toMatchObject({ divergences: 2 });
    expect(alarms).toContainEqual(
      expect.objectContaining({
        kind: "ledger_posted_is_what_the_log_says",
        subject: account,
        detail: { expected: 10, found: 13 },
      }),
    );
    expect(alarms).toContainEqual(expect.objectContaining({ kind: "ledger_zero_sum", subject: "credit" }));
    expect(lines.mock.calls.flat().join()).toContain("ledger_diverges");
  } finally {
    lines.mockRestore();
    await alter(-3);
  }
});

test("the daily check ends blocks that their session forgot, and lets it find out", async () => {
  const holderId = await holderWith(100);
  const session = { holderId, sessionId: newId("session"), sketchId: newId("sketch"), writer: "life" };
  await openLiveBlock(known, session, 1, nowMs - 6 * HOUR_MS);
  const young = { ...session, sessionId: newId("session") };
  await openLiveBlock(known, young, 1, nowMs - 60_000);
  await checkLedger(known, {}, nowMs);
  expect((await balanceOf(holderId)).held).toBe(6);
  const late = await settleLiveBlock(known, session, 1, [{ window: 0 }], nowMs, { begin: true });
  expect(late).toMatchObject({ ours: false, heldWindows: 0, capturedWindows: 0 });
});

test("the sweep of what has lapsed throws away salts of days gone and promises that lapsed unused", async () => {
  await addressHolder(known, "192.0.2.9", nowMs - 2 * DAY_MS);
  await addressHolder(known, "192.0.2.9", nowMs);
  const { id } = await expectJson<{ id: string }>(
    call("POST", "/api/quotes", { json: { work: "picture" } }),
    201,
  );
  await sweepLapsed(known, nowMs);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  expect(await known.free.salt(day(nowMs - 2 * DAY_MS))).toBeUndefined();
  expect(await known.free.salt(day(nowMs))).toBeDefined();
  expect(await env.DB.prepare("SELECT id FROM quotes WHERE id = ?").bind(id).first()).toBeNull();
});
