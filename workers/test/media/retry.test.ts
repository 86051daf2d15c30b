/** The same once more: of what has ended alone, at the price of now, once under a key. */
import type { GenerationView, QuoteView } from "@llamasketch/contract";
import { afterEach, beforeAll, expect, test } from "vitest";
import { newKeyOf, newPerson } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { JobHost, endAllJobs, jobNow } from "../jobs/stage.ts";
import { balanceOf } from "../ledger/books.ts";
import { call, expectJson, give, newSketch } from "../people.ts";

const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256, model: "painter" };

let holderId: string;
let key: { authorization: string };
beforeAll(async () => {
  const person = await newPerson();
  holderId = await give(person.cookie, 1000);
  key = { authorization: `Bearer ${await newKeyOf(person, ["generations:read", "generations:write"])}` };
});
afterEach(endAllJobs);

const post = (path: string, json: object = {}, headers: Record<string, string> = {}) =>
  call("POST", path, { json, headers: { ...key, ...headers } });
const generate = (more: object = {}): Promise<GenerationView> =>
  expectJson(post("/api/v1/generations", { ...ASKED, ...more }), 201);
const cancel = (id: string): Promise<GenerationView> => expectJson(post(`/api/v1/generations/${id}/cancel`));
const retry = (id: string, json: object = {}, headers: Record<string, string> = {}) =>
  post(`/api/v1/generations/${id}/retry`, json, headers);
const again = (...asked: Parameters<typeof retry>): Promise<GenerationView> =>
  expectJson(retry(...asked), 201);
const asksFor = async (id: string): Promise<unknown> => (await jobNow(id)).request;

test("a cancelled one is queued anew as another job with all that was asked for (words to avoid are no wishes), and is paid as of now", async () => {
  const quote = await expectJson<QuoteView>(post("/api/v1/quotes", ASKED), 201);
  const before = await balanceOf(holderId);
  const first = await generate({ seed: 7, strength: 0.4, negativePrompt: "nsfw, nude", quote: quote.id });
  await cancel(first.id);
  expect(await balanceOf(holderId)).toEqual(before);
  const next = await again(first.id);
  expect(next).toMatchObject({ state: "queued", prompt: ASKED.prompt, credits: first.credits });
  expect(next.id).not.toBe(first.id);
  const { quote: _used, ...asked } = (await asksFor(first.id)) as Record<string, unknown>;
  expect(await asksFor(next.id)).toEqual(asked);
  expect(await balanceOf(holderId)).toEqual({ ...before, held: before.held + first.credits });
});

test("one that succeeded may have another seed; one that goes on is refused", async () => {
  const host = await JobHost.start();
  host.ask();
  const { id } = await generate({ seed: 7 });
  const offer = await host.offered();
  await expectProblem(retry(id), "conflict");
  await host.finish(offer);
  host.agent.die();
  const other = await again(id, { newSeed: true });
  const same = await again(id);
  expect((await asksFor(same.id)) as object).toMatchObject({ seed: 7 });
  expect(((await asksFor(other.id)) as { seed: number }).seed).not.toBe(7);
});

test("said again under its key it is one job, also with a seed by chance; another's does not exist", async () => {
  const { id } = await generate();
  await expectProblem(retry(id), "conflict");
  await cancel(id);
  for (const json of [{}, { newSeed: true }]) {
    const headers = { "idempotency-key": `again-${JSON.stringify(json)}` };
    const [one, two] = [await again(id, json, headers), await again(id, json, headers)];
    expect(two.id).toBe(one.id);
  }
  const { cookie } = await newSketch();
  const path = `/api/v1/generations/${id}/retry`;
  await expectProblem(call("POST", path, { json: {}, cookie }), "not_found");
  await expectProblem(retry(id, { prompt: "another" }), "bad_request");
});

test("what was painted over and is gone, and what nobody can pay, is refused and holds nothing", async () => {
  const poor = await newPerson();
  const holder = await give(poor.cookie, 1);
  const asked = { json: ASKED, cookie: poor.cookie };
  const { id } = await expectJson<GenerationView>(call("POST", "/api/v1/generations", asked), 201);
  await expectJson(call("POST", `/api/v1/generations/${id}/cancel`, { json: {}, cookie: poor.cookie }));
  const path = `/api/v1/generations/${id}/retry`;
  const kept = await balanceOf(holder);
  await expectJson(call("POST", path, { json: {}, cookie: poor.cookie }), 201);
  await expectProblem(call("POST", path, { json: {}, cookie: poor.cookie }), "verification_required");
  expect(await balanceOf(holder)).toEqual({ ...kept, held: kept.held + 1 });
});
