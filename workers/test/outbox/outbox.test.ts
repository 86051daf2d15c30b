/** The outbox does not starve: whatever fails, hangs or waits, the others are carried out. */
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OutboxOutcome } from "../../src/feature.ts";
import { newId } from "../../src/ids.ts";
import { runOutboxEntry } from "../../src/outbox/outbox-run.ts";
import { sweepOutbox } from "../../src/outbox/sweep-outbox.ts";
import { TRIES, afterFailureMs, afterLaterMs } from "../../src/outbox/waits.ts";
import { known } from "../ledger/books.ts";
import {
  MINUTE_MS,
  NOW_MS,
  effects,
  emptied,
  entries,
  entryOf,
  openAmong,
  parkedAmong,
  quiet,
} from "./entries.ts";

const HOUR_MS = 60 * MINUTE_MS;
const never = (): Promise<OutboxOutcome> => new Promise(() => undefined);

let lines: string[];
beforeEach(async () => {
  lines = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  await emptied();
});
afterEach(() => vi.restoreAllMocks());

/** As long as the cron gives it. */
const fourSeconds = () => {
  const beganMs = Date.now();
  return () => Date.now() - beganMs < 4000;
};

test("60 that fail and 200 that wait, all older, stop none of 50 good ones; those that fail are parked in the end", async () => {
  const bad = await entries(60, "bad", { ageMs: HOUR_MS });
  const waiting = await entries(200, "later", { ageMs: HOUR_MS });
  const good = await entries(50, "good");
  let waits: OutboxOutcome = "later";
  const handlers = effects({ later: async () => waits, good: async () => "done" });
  for (const nowMs of [NOW_MS, NOW_MS + MINUTE_MS])
    await sweepOutbox(quiet, handlers, nowMs, fourSeconds(), { random: () => 1 });
  expect(await openAmong(good)).toBe(0);
  for (const id of waiting.slice(0, 5)) {
    const { failures, parkedAt, dueAt } = await entryOf(id);
    expect({ failures, parkedAt }).toEqual({ failures: 0, parkedAt: null });
    expect(dueAt).toBeGreaterThanOrEqual(NOW_MS + MINUTE_MS);
  }

  waits = "done";
  for (let tries = 2, nowMs = NOW_MS; tries < TRIES; tries++) {
    expect(await parkedAmong(bad)).toBe(0);
    nowMs += 2 * HOUR_MS;
    await sweepOutbox(quiet, handlers, nowMs);
  }
  expect(await parkedAmong(bad)).toBe(60);
  expect(await openAmong(waiting)).toBe(0);
  const tried = await entryOf(bad[0] ?? "");
  expect(tried).toMatchObject({ attempts: TRIES, failures: TRIES, doneAt: null });
  await sweepOutbox(quiet, handlers, NOW_MS + 1000 * HOUR_MS);
  expect(await entryOf(bad[0] ?? "")).toEqual(tried);
  const alarms = await env.DB.prepare(
    "SELECT count(*) AS n, min(detail) AS detail FROM operator_alarms WHERE kind = 'outbox_parked' AND subject IN (SELECT value FROM json_each(?))",
  )
    .bind(JSON.stringify(bad))
    .first<{ n: number; detail: string }>();
  expect(alarms?.n).toBe(60);
  expect(JSON.parse(alarms?.detail ?? "")).toEqual({
    kind: "purge_object",
    failures: TRIES,
    error: "TypeError",
  });
  expect(lines.filter((line) => line.includes("outbox_entry_parked"))).toHaveLength(60);
});

describe("one that hangs", () => {
  const limits = { effectMs: 400, placeMs: 20, random: () => 1 };
  test("stops none of the others, be they sixty, and counts as failed", async () => {
    const hanging = await entries(60, "hangs", { ageMs: HOUR_MS });
    const good = await entries(50, "good");
    const handlers = effects({ hangs: never, good: async () => "done" });
    const beganMs = Date.now();
    await sweepOutbox(quiet, handlers, NOW_MS, fourSeconds(), limits);
    expect(Date.now() - beganMs).toBeLessThan(6000);
    expect(await openAmong(good)).toBe(0);
    for (const id of hanging)
      expect(await entryOf(id)).toMatchObject({ attempts: 1, failures: 1, dueAt: NOW_MS + 5000 });
    expect(lines.join()).toContain("EffectTookTooLong");
  });

  test("is not waited for by what comes by the queue, and is done once it answers", async () => {
    const [id = ""] = await entries(1, "slow");
    let answers = false;
    const handlers = effects({ slow: () => (answers ? Promise.resolve("done") : never()) });
    expect(await runOutboxEntry(quiet, handlers, id, NOW_MS, limits)).toEqual({
      ended: "failed",
      waitMs: 5000,
    });
    expect(await runOutboxEntry(quiet, handlers, id, NOW_MS + 1000, limits)).toBeNull();
    answers = true;
    expect(await runOutboxEntry(quiet, handlers, id, NOW_MS + 5000, limits)).toEqual({ ended: "done" });
    expect(await runOutboxEntry(quiet, handlers, id, NOW_MS + 5000, limits)).toBeNull();
  });
});

describe("waits", () => {
  const first = (count: number, wait: (n: number, random: () => number) => number, random: number) =>
    Array.from({ length: count }, (_, at) => wait(at + 1, () => random) / 1000);
  test("grow to an hour after failures, and are from a half of it to all of it", () => {
    const whole = [5, 15, 45, 135, 405, 1215, 3600, 3600, 3600, 3600, 3600];
    expect(first(TRIES - 1, afterFailureMs, 1)).toEqual(whole);
    expect(first(TRIES - 1, afterFailureMs, 0)).toEqual(whole.map((seconds) => seconds / 2));
    expect(first(TRIES - 1, afterFailureMs, 0.5)).toEqual(whole.map((seconds) => seconds * 0.75));
    expect(afterFailureMs(100_000, () => 1)).toBe(HOUR_MS);
  });
  test("grow to ten minutes where it is not time yet", () => {
    expect(first(6, afterLaterMs, 1)).toEqual([60, 120, 240, 480, 600, 600]);
    expect(first(2, afterLaterMs, 0.5)).toEqual([45, 90]);
    expect(afterLaterMs(100_000, () => 0)).toBe(5 * MINUTE_MS);
  });
  test("an entry has them in its row; what answers `later` a thousand times never failed", async () => {
    const [failing = "", waiting = ""] = [...(await entries(1, "bad")), ...(await entries(1, "later"))];
    const handlers = effects({ later: async () => "later" });
    const dues: number[][] = [];
    for (let nowMs = NOW_MS, n = 0; n < 3; n++, nowMs += HOUR_MS) {
      for (const id of [failing, waiting])
        await runOutboxEntry(quiet, handlers, id, nowMs, { random: () => 0.5 });
      dues.push([(await entryOf(failing)).dueAt - nowMs, (await entryOf(waiting)).dueAt - nowMs]);
    }
    expect(dues).toEqual([
      [3750, 45_000],
      [11_250, 90_000],
      [33_750, 180_000],
    ]);
    await env.DB.prepare("UPDATE outbox SET attempts = 1000, due_at = 0 WHERE id = ?").bind(waiting).run();
    await runOutboxEntry(quiet, handlers, waiting, NOW_MS, { random: () => 1 });
    expect(await entryOf(waiting)).toMatchObject({ failures: 0, parkedAt: null });
  });
  test("one that goes on begins its tries anew", async () => {
    const [id = ""] = await entries(1, "copy");
    const answers: (OutboxOutcome | Error)[] = [new Error("a"), new Error("b"), "more", new Error("c")];
    const handlers = effects({
      copy: async () => {
        const answer = answers.shift() ?? "done";
        if (answer instanceof Error) throw answer;
        return answer;
      },
    });
    const failures: number[] = [];
    for (let nowMs = NOW_MS; answers.length > 0; nowMs += HOUR_MS) {
      await runOutboxEntry(quiet, handlers, id, nowMs);
      failures.push((await entryOf(id)).failures);
    }
    expect(failures).toEqual([1, 2, 0, 1]);
  });
  test("one whose isolate died in it was tried, waits, and is parked too", async () => {
    const [id = ""] = await entries(1, "good");
    const handlers = effects({ good: async () => "done" });
    await known.commit([known.outbox.begin(await entryOf(id), null)]);
    expect(await entryOf(id)).toMatchObject({ attempts: 1, failures: 1 });
    await env.DB.prepare("UPDATE outbox SET failures = ? WHERE id = ?").bind(TRIES, id).run();
    expect(await runOutboxEntry(quiet, handlers, id, NOW_MS)).toEqual({ ended: "parked" });
    expect((await entryOf(id)).parkedAt).toBe(NOW_MS);
  });
});

describe("order", () => {
  const said: string[] = [];
  const handlers = effects({
    all_work: async (subject) => {
      said.push(subject);
      if (said.length <= failing) throw new Error("not now");
      return "done";
    },
  });
  let failing = 0;
  const stops = (): Promise<string[]> => {
    const ids = [newId("request"), newId("request"), newId("request")].toReversed();
    return known
      .commit(
        ids.map((id, at) =>
          known.outbox.add({
            id,
            kind: "apply_stops",
            subject: "all_work",
            createdAt: NOW_MS - 2 * MINUTE_MS + at,
          }),
        ),
      )
      .then(() => ids);
  };
  beforeEach(() => {
    said.length = 0;
    failing = 0;
  });

  test("a newer one of the same kind and subject has the older ones carried out first", async () => {
    const ids = await stops();
    await runOutboxEntry(quiet, handlers, ids[2] ?? "", NOW_MS);
    expect(said).toHaveLength(3);
    expect(await openAmong(ids)).toBe(0);
  });
  test("it waits while the older one does, and is woken by its end; one that is parked holds up nobody", async () => {
    const ids = await stops();
    const [older = "", newer = "", newest = ""] = ids;
    failing = 1;
    expect(await runOutboxEntry(quiet, handlers, newer, NOW_MS, { random: () => 1 })).toBeNull();
    expect((await entryOf(newer)).dueAt).toBe(NOW_MS + 5000);
    expect(said).toHaveLength(1);
    const woken: string[] = [];
    const pokeOutbox = async (id: string) => void woken.push(id);
    await runOutboxEntry({ ...known, pokeOutbox }, handlers, older, NOW_MS + 4000);
    expect(woken).toEqual([newer]);
    expect((await entryOf(newer)).dueAt).toBe(NOW_MS + 4000);
    await known.commit([known.outbox.park(newer, NOW_MS)]);
    await runOutboxEntry(quiet, handlers, newest, NOW_MS + 4000);
    expect(await openAmong(ids)).toBe(0);
    expect(await parkedAmong(ids)).toBe(1);
  });
  test("a sweep carries out those of one subject one after the other, whatever the kind", async () => {
    let going = 0;
    let most = 0;
    const order: number[] = [];
    await known.commit(
      [3, 1, 2, 0].map((at) =>
        known.outbox.add({
          id: newId("request"),
          kind: "end_jobs",
          subject: "one",
          createdAt: NOW_MS - 3 * MINUTE_MS + at,
        }),
      ),
    );
    const services = {
      ...quiet,
      outbox: {
        ...known.outbox,
        open: async (id: string) => {
          const entry = await known.outbox.open(id);
          order.push((entry?.createdAt ?? 0) - NOW_MS + 3 * MINUTE_MS);
          return entry;
        },
      },
    };
    const one = async (): Promise<OutboxOutcome> => {
      most = Math.max(most, (going += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      going -= 1;
      return "done";
    };
    await sweepOutbox(services, effects({ one }), NOW_MS);
    expect(order).toEqual([0, 1, 2, 3]);
    expect(most).toBe(1);
  });
  test("by several at once it is begun once, in order and from its second try on", async () => {
    const again = await entries(5, "once");
    for (const id of again) await known.commit([known.outbox.begin(await entryOf(id), null)]);
    const ids = [...again, ...(await stops())];
    let times = 0;
    const once = async (): Promise<OutboxOutcome> => {
      times += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return "done";
    };
    const both = effects({ once, all_work: once });
    await Promise.all([1, 2, 3].map(() => sweepOutbox(quiet, both, NOW_MS)));
    await sweepOutbox(quiet, both, NOW_MS + MINUTE_MS);
    expect(await openAmong(ids)).toBe(0);
    expect(times).toBe(ids.length);
  });
});
