/** A6.9, G19: on a plan that marks pictures their owner sees the marked ones alone; on another the clean ones, made at the same time. */
import { env } from "cloudflare:workers";
import type { GenerationView, JobOffer } from "@llamasketch/contract";
import { beforeEach, afterEach, describe, expect, test } from "vitest";
import { readEnvironment } from "../../src/config.ts";
import { services } from "../../src/services.ts";
import { leaveToAsk } from "../../src/jobs/leave-to-ask.ts";
import { purgeJobRuns } from "../../src/jobs/purge-job-runs.ts";
import { purgeObject } from "../../src/studios/sketch/purge.ts";
import { newKeyOf, newPerson, type Person } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { asKept, jpeg, png } from "../images.ts";
import { JobHost, endAllJobs, jobNow } from "../jobs/stage.ts";
import { known } from "../ledger/books.ts";
import { call, expectJson, give } from "../people.ts";
import { SECRETS, VARS } from "../secrets.ts";
import { readZip } from "../zip.ts";

const GENERATIONS = "/api/v1/generations";
const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256, seed: 7, model: "painter" };
const CLEAN = asKept(png(256, 256));
const MARKED = asKept(png(256, 256, true));

let person: Person;
let key: { authorization: string };
beforeEach(async () => {
  person = await newPerson();
  await give(person.cookie, 100);
  key = { authorization: `Bearer ${await newKeyOf(person, ["generations:read", "generations:write"])}` };
  await planIs("marked");
});
afterEach(endAllJobs);

const planIs = (plan: string) =>
  env.DB.prepare("UPDATE users SET plan = ? WHERE id = ?").bind(plan, person.userId).run();
const generate = (): Promise<GenerationView> =>
  expectJson(call("POST", GENERATIONS, { json: ASKED, headers: key }), 201);
const look = (id: string): Promise<GenerationView> =>
  expectJson(call("GET", `${GENERATIONS}/${id}`, { headers: key }));
const pathOf = (url: string | null | undefined): string => (url ?? "").replace(/^https:\/\/[^/]+/, "");
const bytesAt = async (url: string | undefined): Promise<Uint8Array> =>
  new Uint8Array(await (await call("GET", pathOf(url))).arrayBuffer());

async function marking(): Promise<JobHost> {
  const host = await JobHost.start();
  host.ask({ marks: true });
  return host;
}
async function made(): Promise<GenerationView> {
  const host = await marking();
  const { id } = await generate();
  await host.finish(await host.offered());
  return look(id);
}

describe("while the plan marks pictures", () => {
  test("a host makes both, and no address of the clean one is signed for its owner", async () => {
    const host = await marking();
    const { id } = await generate();
    const offer = await host.offered();
    expect(offer.mark).toBe("Created with LlamaSketch");
    expect(offer.outputs[0]?.marked?.path).toMatch(/\/outputs\/0-marked$/);
    await host.finish(offer);
    const done = await look(id);
    expect(done.results[0]).toMatchObject({ marked: true, bytes: MARKED.length });
    expect(await bytesAt(done.results[0]?.url)).toEqual(MARKED);
    const list = await (await call("GET", `${GENERATIONS}?results=true`, { headers: key })).text();
    const events = await (await call("GET", `${GENERATIONS}/${id}/events`, { headers: key })).text();
    for (const said of [JSON.stringify(done), list, events]) expect(said).not.toMatch(/\/1\/0\?/);
    // What opens the one opens not the other.
    const clean = pathOf(done.results[0]?.url).replace("-marked", "");
    await expectProblem(call("GET", clean), "not_found");
    await expectProblem(call("GET", clean.replace("?", "%2e?")), "bad_request");
    const zip = await call("POST", `${GENERATIONS}/archive`, { json: { ids: [id] }, headers: key });
    const files = readZip(new Uint8Array(await zip.arrayBuffer()));
    expect(files.get("001-a-house-at-dusk-1.png")).toEqual(MARKED);
  });

  test("on another plan the clean one is there at once, without being made anew; and back again", async () => {
    const { id } = await made();
    await planIs("pro");
    const clean = await look(id);
    expect(clean.results[0]).toMatchObject({ marked: false, bytes: CLEAN.length });
    expect(await bytesAt(clean.results[0]?.url)).toEqual(CLEAN);
    expect((await jobNow(id)).attempt).toBe(1);
    await planIs("marked");
    expect((await look(id)).results[0]?.marked).toBe(true);
  });

  test("what was made on a plan without a mark stays clean: no copy was made", async () => {
    await planIs("pro");
    const host = await JobHost.start();
    host.ask();
    const { id } = await generate();
    const offer = await host.offered();
    expect([offer.mark, offer.outputs[0]?.marked]).toEqual([undefined, undefined]);
    await host.finish(offer);
    await planIs("marked");
    expect((await look(id)).results[0]?.marked).toBe(false);
  });

  test("a host that does not say that it can is not offered it; nobody knows when it will be done", async () => {
    const old = await JobHost.start();
    old.ask();
    const { id } = await generate();
    await expect(old.agent.control?.take(() => undefined, "an offer", 300)).rejects.toThrow();
    expect((await look(id)).queue?.etaMs).toBeNull();
    const host = await marking();
    const offer = await host.offered();
    expect(offer.job).toBe(id);
    await host.finish(offer);
    expect((await look(id)).state).toBe("succeeded");
  });

  test("a deleted one leaves neither", async () => {
    const { id, results } = await made();
    await call("DELETE", `${GENERATIONS}/${id}`, { headers: key });
    await expectProblem(call("GET", pathOf(results[0]?.url)), "not_found");
    const { objects } = await env.MEDIA.list({ prefix: `jobs/${id}/` });
    expect(objects.every(({ size }) => size === 0)).toBe(true);
  });
});

describe("what a host sends", () => {
  const leavesOf = (offer: JobOffer) => {
    const [leaves] = offer.outputs;
    if (!leaves?.marked) throw new Error("no leave for a marked copy");
    return { ...leaves, marked: leaves.marked };
  };

  test("is checked alike: whole, of the size that was asked for, by its own ticket, once", async () => {
    const host = await marking();
    await generate();
    const { result, marked } = leavesOf(await host.offered());
    const svg = new Uint8Array(new TextEncoder().encode("<svg/>".repeat(20)));
    for (const bad of [png(128, 128), CLEAN.slice(0, -4), svg])
      await expectProblem(host.upload(marked, bad), "bad_request");
    await expectProblem(host.upload({ path: result.path, ticket: marked.ticket }, MARKED), "ticket_invalid");
    await expectProblem(host.upload({ path: marked.path, ticket: result.ticket }, MARKED), "ticket_invalid");
    expect((await host.upload(marked, MARKED)).status).toBe(200);
    expect((await host.upload(marked, MARKED)).status).toBe(200);
    await expectProblem(host.upload(marked, CLEAN), "conflict");
  });

  test.each([
    ["without the marked copy", undefined],
    ["with one that is not there", { etag: "no", bytes: 7 }],
  ])("%s it is not done, and is made anew", async (_name, copy) => {
    const host = await marking();
    const { id } = await generate();
    const offer = await host.offered();
    const results = await host.store(offer);
    const { marked: _marked, ...rest } = results[0] ?? {};
    host.sayDone(offer, [{ ...rest, ...(copy && { marked: copy }) } as (typeof results)[number]]);
    await host.told("job_settled");
    expect(await jobNow(id)).toMatchObject({ state: "queued", tries: 1 });
    expect(await known.jobs.resultsOf([id])).toEqual([]);
  });

  test("in another format than the clean one it is not done either", async () => {
    const host = await marking();
    const { id } = await generate();
    const offer = await host.offered();
    const { marked } = leavesOf(offer);
    const odd = await expectJson<{ etag: string; bytes: number }>(host.upload(marked, jpeg(256, 256)));
    const [result] = offer.outputs;
    const whole = await expectJson<{ etag: string; bytes: number }>(
      host.upload(result?.result ?? marked, CLEAN),
    );
    const size = { widthPx: 256, heightPx: 256 };
    host.sayDone(offer, [{ ...whole, ...size, format: "png", marked: odd, thumbnail: null, blurHash: null }]);
    await host.told("job_settled");
    expect((await jobNow(id)).state).toBe("queued");
  });
});

test("what the mark says and whom it is for are of the configuration; a text that no host could write is refused", () => {
  const read = (more: object) => readEnvironment({ ...SECRETS, ...VARS, ...more }).config;
  expect(read({ MARKED_PLANS: "free, starter", MARK_TEXT: "Made at Example" })).toMatchObject({
    markedPlans: ["free", "starter"],
    markText: "Made at Example",
  });
  for (const text of ["", "ä", "x".repeat(61), "a\nb"])
    expect(() => read({ MARK_TEXT: text })).toThrow("MARK_TEXT");
});

describe("a final on such a plan", () => {
  const ABOUT = {
    epoch: 1,
    version: 3,
    widthPx: 256,
    heightPx: 256,
    settings: { prompt: "a quiet pond", strength: 0.5, seed: 11 },
  };
  const put = (as: Parameters<typeof call>[2]): Promise<Response> => {
    const form = new FormData();
    form.set("about", JSON.stringify(ABOUT));
    form.set("image", new Blob([jpeg(256, 256)]));
    return call("PUT", `/api/sketches/${person.sketchId}/finals`, { ...as, body: form });
  };
  const shown = async (id: string | null): Promise<Uint8Array> =>
    new Uint8Array(await (await person.jar.call("GET", `/api/pictures/${id}`)).arrayBuffer());
  const stored = async (): Promise<string[]> =>
    (await env.MEDIA.list({ prefix: `sketches/${person.sketchId}/pictures/` })).objects.map(({ key }) => key);

  test("carries the mark like anything else that is queued, loses it with another plan, and leaves nothing behind", async () => {
    const host = await JobHost.start();
    host.ask({ marks: true, workflows: ["painter-image-to-image"] });
    const { id } = await expectJson<{ id: string }>(put({ cookie: person.cookie }), 201);
    const offer = await host.offered();
    expect(offer.mark).toBe("Created with LlamaSketch");
    await host.finish(offer);
    const { pictureId } = await expectJson<{ pictureId: string }>(
      person.jar.call("GET", `/api/finals/${id}`),
    );
    expect(await shown(pictureId)).toEqual(MARKED);
    const zip = await person.jar.call("GET", `/api/sketches/${person.sketchId}/archive`);
    const files = readZip(new Uint8Array(await zip.arrayBuffer()));
    expect(files.get("pictures/00001-final-e1-v3.png")).toEqual(MARKED);
    const copy = await expectJson<{ lastPicture: { id: string } }>(
      person.jar.post(`/api/sketches/${person.sketchId}/duplicate`, {}),
      201,
    );
    expect(await shown(copy.lastPicture.id)).toEqual(MARKED);
    await planIs("pro");
    for (const one of [pictureId, copy.lastPicture.id]) expect(await shown(one)).toEqual(CLEAN);
    expect(await purgeJobRuns(known, id)).toBe("done");
    expect(await stored()).toHaveLength(2);
    const [row] = await known.pictures.list(person.sketchId, { order: "newest", isPinned: false, limit: 1 });
    await person.jar.call("DELETE", `/api/pictures/${pictureId}`);
    await purgeObject(known, row?.objectKey ?? "");
    expect(await stored()).toEqual([]);
  });

  test("is not had by a key of a plan whose keys do not open the media API", async () => {
    const closed = services({ ...env, API_ACCESS: "by_plan" } as typeof env);
    const asker = { person: await known.accounts.byId(person.userId), isProgram: true, words: {} };
    const ask = (plan: string) =>
      leaveToAsk(closed, { ...asker, person: asker.person ? { ...asker.person, plan } : null }, Date.now());
    await expect(ask("free")).rejects.toMatchObject({ code: "forbidden" });
    expect(await ask("pro")).toMatchObject({ priority: 1, mark: null });
  });
});
