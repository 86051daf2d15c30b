/** One key, said several times at once: one job and one hold, whatever is chosen here for whoever did not say. */
import type { FinalView, GenerationView } from "@llamasketch/contract";
import { afterEach, expect, test } from "vitest";
import { isSaidAgain } from "../../src/studios/media/stored-request.ts";
import { newKeyOf, newPerson } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { jpeg } from "../images.ts";
import { JobHost, endAllJobs, jobNow } from "../jobs/stage.ts";
import { balanceOf } from "../ledger/books.ts";
import { call, give, newSketch, type Call } from "../people.ts";

const ROUNDS = 12;
const AT_ONCE = 4;
const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256 };

interface Asker extends Record<"key" | "cookie", Call> {
  holderId: string;
}
/** One a test: how often one may ask is counted too. */
async function asker(credits: number): Promise<Asker> {
  const { jar, ...person } = await newPerson();
  const holderId = await give(person.cookie, credits);
  const key = await newKeyOf({ jar, ...person }, ["generations:read", "generations:write"]);
  return {
    holderId,
    key: { headers: { authorization: `Bearer ${key}` } },
    cookie: { cookie: person.cookie },
  };
}
afterEach(endAllJobs);

const ask = (by: Call, key: string, more: object = {}): Promise<Response> =>
  call("POST", "/api/v1/generations", {
    ...by,
    json: { ...ASKED, ...more },
    headers: { ...by.headers, "idempotency-key": key },
  });
const idsOf = async (answers: readonly Response[]): Promise<string[]> => {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  return Promise.all(answers.map(async (answer) => (await answer.json<GenerationView | FinalView>()).id));
};

test.each(["key", "cookie"] as const)("without a seed and a model, by %s: one job, one hold", async (way) => {
  // What is there pays for one alone: the three others may not be refused for want of credits.
  const poor = await asker(1);
  const together = ({ [way]: by }: Asker, name: string): Promise<Response[]> =>
    Promise.all(Array.from({ length: AT_ONCE }, () => ask(by, name)));
  expect(new Set(await idsOf(await together(poor, "the-only-one"))).size).toBe(1);
  expect(await balanceOf(poor.holderId)).toEqual({ posted: 1, held: 1 });
  const jobs = new Set<string>();
  const rich = await asker(1000);
  for (let round = 0; round < ROUNDS; round++) {
    const ids = new Set(await idsOf(await together(rich, `round-${round}`)));
    expect(ids.size).toBe(1);
    for (const id of ids) jobs.add(id);
  }
  expect(await balanceOf(rich.holderId)).toEqual({ posted: 1000, held: ROUNDS });
  expect(jobs.size).toBe(ROUNDS);
});

test("under one key: with the same quote one job; with other words, another seed or none of them, refused", async () => {
  const as = await asker(100);
  const quote = await call("POST", "/api/v1/quotes", { json: ASKED, ...as.key });
  const { id: quoteId } = await quote.json<{ id: string }>();
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, () => ask(as.key, "quoted", { quote: quoteId })),
  );
  expect(new Set(await idsOf(answers)).size).toBe(1);
  expect((await ask(as.key, "seeded", { seed: 7 })).status).toBe(201);
  expect((await ask(as.key, "seeded", { seed: 7 })).status).toBe(201);
  for (const more of [
    { seed: 8 },
    {},
    { seed: 7, prompt: "another" },
    { seed: 7, count: 2 },
    { seed: 7, model: "painter" },
  ])
    await expectProblem(ask(as.key, "seeded", more), "conflict");
});

test("a final, too", async () => {
  const mine = await newSketch();
  const holderId = await give(mine.cookie, 1);
  const host = await JobHost.start();
  host.ask({ workflows: ["painter-image-to-image"], free: 0 });
  const about = {
    epoch: 1,
    version: 7,
    widthPx: 256,
    heightPx: 256,
    settings: { prompt: "a quiet pond", strength: 0.5, seed: 11 },
  };
  const put = (): Promise<Response> => {
    const body = new FormData();
    body.set("about", JSON.stringify(about));
    body.set("image", new Blob([jpeg(256, 256)]));
    const headers = { "idempotency-key": "one-final" };
    return call("PUT", `/api/sketches/${mine.sketch.id}/finals`, { cookie: mine.cookie, body, headers });
  };
  const ids = await idsOf(await Promise.all(Array.from({ length: AT_ONCE }, put)));
  expect(new Set(ids).size).toBe(1);
  expect(await balanceOf(holderId)).toEqual({ posted: 1, held: 1 });
});

test("what was chosen is not compared, whatever its row was written by", async () => {
  const as = await asker(100);
  const answer = await ask(as.key, "row");
  const { id } = await answer.json<GenerationView>();
  const { request } = await jobNow(id);
  expect(request).toMatchObject({
    chosen: ["model", "seed"],
    seed: expect.any(Number),
    model: expect.any(String),
  });
  const { chosen: _chosen, ...older } = request as { chosen: unknown };
  const asked = {
    ...ASKED,
    negativePrompt: "",
    quality: "full",
    count: 1,
    strength: 0.6,
    class: "interactive",
  } as const;
  for (const row of [request, older]) {
    expect(isSaidAgain(row, asked)).toBe(true);
    expect(isSaidAgain(row, { ...asked, prompt: "another" })).toBe(false);
    expect(isSaidAgain(row, { ...asked, seed: 1 })).toBe(false);
  }
});
