/** Holds on the real database: raced, repeated, counted. */
import { env } from "cloudflare:workers";
import { amount, decide, type Command } from "@llamasketch/ledger";
import { expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import { LedgerError } from "../../src/ledger/commit-ledger.ts";
import { balanceOf, divergences, holderWith, known, prepared, say } from "./books.ts";

const NOW_MS = 1_800_000_000_000;
const hold = (holderId: string, workId: string, units = 1): Command => ({
  kind: "hold",
  workId,
  holderId,
  amount: amount("credit", units),
  quoteId: null,
  reference: null,
  atMs: NOW_MS,
  expiresAtMs: NOW_MS + 60_000,
});
const capture = (holderId: string, workId: string, units = 1): Command => ({
  kind: "capture",
  workId,
  holderId,
  amount: amount("credit", units),
  atMs: NOW_MS,
});
const outcomes = async (all: Promise<unknown>[]): Promise<Record<string, number>> => {
  const counted: Record<string, number> = {};
  for (const one of await Promise.allSettled(all)) {
    const name =
      one.status === "fulfilled"
        ? "ok"
        : one.reason instanceof LedgerError
          ? one.reason.refusal
          : String(one.reason);
    counted[name] = (counted[name] ?? 0) + 1;
  }
  return counted;
};
const work = () => newId("request");

test("P2: 200 holds at once on 20 credits: exactly 20", async () => {
  const holderId = await holderWith(20);
  const asked = Array.from({ length: 200 }, () => say(hold(holderId, work())));
  expect(await outcomes(asked)).toEqual({ ok: 20, insufficient: 180 });
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 20 });
  expect(await divergences()).toEqual([]);
});

test("P3: the same hold 60 times at once: 60 successes, one effect", async () => {
  const holderId = await holderWith(20);
  const workId = work();
  expect(await outcomes(Array.from({ length: 60 }, () => say(hold(holderId, workId, 3))))).toEqual({
    ok: 60,
  });
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 3 });
});

test("P4: capture and release race: one of them ends the hold", async () => {
  const holderId = await holderWith(50);
  const works = Array.from({ length: 20 }, work);
  await Promise.all(works.map((workId) => say(hold(holderId, workId, 2))));
  const ends = await outcomes(
    works.flatMap((workId) => [
      say(capture(holderId, workId, 2)),
      say({ kind: "release", workId, holderId, asset: "credit", atMs: NOW_MS, ifOpen: false }),
    ]),
  );
  expect(ends).toEqual({ ok: 20, already_resolved: 20 });
  const { posted, held } = await balanceOf(holderId);
  expect([held, (50 - posted) % 2]).toEqual([0, 0]);
  expect(await divergences()).toEqual([]);
});

test("P7: a job's own row and its hold stand or fall together", async () => {
  const holderId = await holderWith(1);
  const job = (id: string) => known.accounts.addAnonymous(id, NOW_MS);
  const [first, second] = [newId("user"), newId("user")];
  await known.commit([job(first), ...known.ledger.say(hold(holderId, first))]);
  await expect(known.commit([job(second), ...known.ledger.say(hold(holderId, second))])).rejects.toThrow();
  expect(await known.accounts.byId(first)).toBeDefined();
  expect(await known.accounts.byId(second)).toBeUndefined();
});

test("rows written: 4 for a hold, 6 for its capture; rows read do not grow with the books", async () => {
  const holderId = await holderWith(1000);
  const cost = async (command: Command) => {
    const [result] = await env.DB.batch(decide(command).map(prepared));
    return { written: result?.meta.rows_written, read: result?.meta.rows_read ?? 0 };
  };
  const [early, late] = [work(), work()];
  const first = { hold: await cost(hold(holderId, early)), capture: await cost(capture(holderId, early)) };
  expect(first).toMatchObject({ hold: { written: 4 }, capture: { written: 6 } });
  expect(await cost(hold(holderId, early))).toMatchObject({ written: 0 });
  for (let at = 0; at < 40; at++) {
    const [other, workId] = [await holderWith(5), work()];
    await say(hold(other, workId), capture(other, workId));
    await say(hold(holderId, work()));
  }
  const after = { hold: await cost(hold(holderId, late)), capture: await cost(capture(holderId, late)) };
  expect(after).toEqual(first);
});
