/** R20: what waits for idle time costs half: quoted, held, captured and given back to the credit. */
import { mediaModelList, plansView, type GenerationView, type QuoteView } from "@llamasketch/contract";
import { afterEach, beforeAll, expect, test } from "vitest";
import { expectProblem } from "../http/problem.ts";
import { endAllJobs, operations } from "../jobs/stage.ts";
import { balanceOf } from "../ledger/books.ts";
import { call, expectJson } from "../people.ts";
import { Asker, PainterHost, SMALL } from "./stage.ts";

const FOUR = { prompt: "a house at dusk", model: "painter", ...SMALL, count: 4, class: "batch" };

let asker: Asker;
beforeAll(async () => {
  asker = await Asker.start(100);
});
afterEach(endAllJobs);

const quoted = (json: object): Promise<QuoteView> => expectJson(asker.post("/api/v1/quotes", json), 201);

test("four pictures for two credits: said, held, and paid when they are there", async () => {
  const quote = await quoted(FOUR);
  expect(quote.lines.map(({ kind, units }) => [kind, units])).toEqual([
    ["work", 4],
    ["idle", -2],
  ]);
  const before = await balanceOf(asker.holderId);
  const host = await PainterHost.start();
  const { id, credits } = await asker.ask({ ...FOUR, quote: quote.id });
  expect([credits, quote.units]).toEqual([2, 2]);
  expect(await balanceOf(asker.holderId)).toEqual({ ...before, held: before.held + 2 });
  await host.make();
  expect((await asker.look(id)).results).toHaveLength(4);
  expect(await balanceOf(asker.holderId)).toEqual({ posted: before.posted - 2, held: 0 });
  expect((await operations(id)).map(({ kind, amount }) => [kind, amount])).toEqual([
    ["hold", 2],
    ["capture", 2],
  ]);
});

test("cancelled it gives back what was held, no more", async () => {
  const before = await balanceOf(asker.holderId);
  const { id } = await asker.ask({ ...FOUR, count: 3 });
  expect(await balanceOf(asker.holderId)).toEqual({ ...before, held: before.held + 2 });
  await expectJson<GenerationView>(asker.post(`/api/v1/generations/${id}/cancel`, {}));
  expect(await balanceOf(asker.holderId)).toEqual(before);
});

test("what was promised for idle time is not for at once, nor the other way round", async () => {
  const [later, now] = [await quoted(FOUR), await quoted({ ...FOUR, class: "interactive" })];
  expect(now.units).toBeGreaterThan(later.units);
  await expectProblem(
    asker.post("/api/v1/generations", { ...FOUR, class: "interactive", quote: later.id }),
    "conflict",
  );
  await expectProblem(asker.post("/api/v1/generations", { ...FOUR, quote: now.id }), "conflict");
});

test("lists say what it is before anybody asks", async () => {
  const { models, idleTime } = mediaModelList.parse(await expectJson(call("GET", "/api/v1/models")));
  const prices = models.flatMap((model) => model.prices);
  expect(prices.length).toBeGreaterThan(5);
  for (const { credits, batchCredits } of prices)
    expect(batchCredits).toBe(Math.max(idleTime.leastUnits, Math.ceil(credits * idleTime.factor)));
  expect(plansView.parse(await expectJson(call("GET", "/api/plans"))).idleTime).toEqual(idleTime);
});
