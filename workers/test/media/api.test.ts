/** The media API as a program meets it: with a key, against a host that makes what it is asked for. */
import type { GenerationView, QuoteView } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { newKeyOf, newPerson, type Person } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { JobHost, endAllJobs } from "../jobs/stage.ts";
import { balanceOf, fillPot, known } from "../ledger/books.ts";
import { call, expectJson, give, newSketch } from "../people.ts";
import { eventually } from "../wire.ts";

const PAINTER = "painter-text-to-image";
const EDIT = "painter-image-to-image";
const SMALL = { widthPx: 256, heightPx: 256 };
const ASKED = { prompt: "a house at dusk", ...SMALL, seed: 7 };

let person: Person;
let holderId: string;
let key: { authorization: string };
beforeAll(async () => {
  person = await newPerson();
  holderId = await give(person.cookie, 1000);
  const scopes = ["generations:read", "generations:write"] as const;
  key = { authorization: `Bearer ${await newKeyOf(person, [...scopes])}` };
});
afterEach(endAllJobs);

const post = (path: string, json: unknown, headers: Record<string, string> = key) =>
  call("POST", path, { json, headers });
const generate = (more: object = {}, headers: Record<string, string> = {}): Promise<GenerationView> =>
  expectJson(post("/api/v1/generations", { ...ASKED, ...more }, { ...key, ...headers }), 201);
const look = (id: string): Promise<GenerationView> =>
  expectJson(call("GET", `/api/v1/generations/${id}`, { headers: key }));
const pathOf = (url: string | null | undefined): string => (url ?? "").replace(/^https:\/\/[^/]+/, "");

async function painterHost(): Promise<JobHost> {
  const host = await JobHost.start();
  host.ask({ workflows: [PAINTER, EDIT] });
  return host;
}
/** Makes the next job that is offered. */
async function make(host: JobHost): Promise<void> {
  await host.finish(await host.offered());
  host.ask({ workflows: [PAINTER, EDIT] });
}

describe("a generation", () => {
  test("from words to addresses that open without a cookie, charged once it is there", async () => {
    const host = await painterHost();
    const before = await balanceOf(holderId);
    const queued = await generate({ count: 2 });
    expect(queued).toMatchObject({ model: "painter", prompt: ASKED.prompt, credits: 2, results: [] });
    const offer = await host.offered();
    expect(offer.inputs).toMatchObject({ prompt: ASKED.prompt, seed: 7, ...SMALL, image: null });
    await host.finish(offer);
    const done = await look(queued.id);
    expect(done).toMatchObject({ state: "succeeded", reason: null, queue: null });
    expect(done.results.map(({ position, seed, widthPx }) => [position, seed, widthPx])).toEqual([
      [0, 7, 256],
      [1, 8, 256],
    ]);
    expect(await balanceOf(holderId)).toEqual({ posted: before.posted - 2, held: 0 });
    const [first] = done.results;
    for (const url of [first?.url, first?.thumbnailUrl]) {
      const answer = await call("GET", pathOf(url));
      expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
      expect(answer.headers.get("content-security-policy")).toContain("sandbox");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      await answer.arrayBuffer();
    }
  });

  test("an address that was changed, or is of another thing or time, opens nothing", async () => {
    const host = await painterHost();
    const { id } = await generate();
    await make(host);
    const path = pathOf((await look(id)).results[0]?.url);
    const [place = "", query = ""] = path.split("?");
    const later = query.replace(/expires=(\d+)/, (_all, ms: string) => `expires=${Number(ms) + 1}`);
    const forged = query.replace(/signature=./, (start) => `signature=${start.endsWith("A") ? "B" : "A"}`);
    for (const wrong of [`${place}?${later}`, `${place}?${forged}`, `${place}-thumbnail?${query}`])
      await expectProblem(call("GET", wrong), "not_found");
    const old = await known.signedUrls.sign(place.slice("/api/v1/media/".length), 0);
    await expectProblem(call("GET", pathOf(old.url)), "not_found");
    await expectProblem(call("GET", place), "bad_request");
    // What was removed is gone, whatever was signed.
    await known.media.delete(place.slice("/api/v1/media/".length));
    await expectProblem(call("GET", path), "not_found");
  });

  test("is painted over an earlier result of one's own, and of nobody else's", async () => {
    const host = await painterHost();
    const { id } = await generate();
    await make(host);
    await generate({ image: { generation: id }, strength: 0.3 });
    const offer = await host.offered();
    expect(offer).toMatchObject({ workflow: EDIT, inputs: { strength: 0.3, image: { format: "png" } } });
    const { path = "", ticket = "" } = offer.inputs.image ?? {};
    const bytes = await call("GET", path, { headers: { authorization: `Bearer ${ticket}` } });
    expect((await bytes.arrayBuffer()).byteLength).toBeGreaterThan(50);
    await expectProblem(call("GET", path), "ticket_invalid");
    await host.finish(offer);
    const { cookie } = await newSketch();
    await give(cookie, 10);
    const theirs = { json: { ...ASKED, image: { generation: id } }, cookie };
    await expectProblem(call("POST", "/api/v1/generations", theirs), "not_found");
  });

  test("said again under its key it is the same; with another body it is refused", async () => {
    const headers = { "idempotency-key": "order-66" };
    const first = await generate({ seed: undefined }, headers);
    const again = await generate({ seed: undefined }, headers);
    expect(again.id).toBe(first.id);
    await expectProblem(
      post("/api/v1/generations", { ...ASKED, prompt: "another" }, { ...key, ...headers }),
      "conflict",
    );
    await expectProblem(
      post("/api/v1/generations", ASKED, { ...key, "idempotency-key": "a b" }),
      "bad_request",
    );
  });

  test("costs what was promised for it, once, and for nothing else", async () => {
    const work = { ...ASKED, model: "large", widthPx: 1024, heightPx: 1024 };
    const quote = await expectJson<QuoteView>(post("/api/v1/quotes", work), 201);
    expect(quote.units).toBe(6);
    const other = { ...work, count: 2, quote: quote.id };
    await expectProblem(post("/api/v1/generations", other), "conflict");
    expect((await generate({ ...work, quote: quote.id })).credits).toBe(6);
    await expectProblem(post("/api/v1/generations", { ...work, quote: quote.id }), "conflict");
  });

  test("is cancelled at once and given back; others' do not exist", async () => {
    const before = await balanceOf(holderId);
    const { id } = await generate();
    const { cookie } = await newSketch();
    for (const [method, path] of [
      ["GET", `/api/v1/generations/${id}`],
      ["GET", `/api/v1/generations/${id}/events`],
      ["POST", `/api/v1/generations/${id}/cancel`],
    ] as const)
      await expectProblem(call(method, path, { cookie }), "not_found");
    const gone = await expectJson<GenerationView>(post(`/api/v1/generations/${id}/cancel`, {}));
    expect(gone.state).toBe("cancelled");
    expect(await balanceOf(holderId)).toEqual(before);
  });

  test("waits where it is told it waits", async () => {
    await generate();
    const second = await generate();
    const host = await JobHost.start();
    host.ask({ free: 0, workflows: [PAINTER] });
    const ahead = await eventually(
      async () => (await look(second.id)).queue?.ahead ?? undefined,
      "its place is known",
    );
    expect(ahead).toBe(1);
    const { generations } = await expectJson<{ generations: GenerationView[] }>(
      call("GET", "/api/v1/generations?limit=2", { headers: key }),
    );
    expect(generations.map(({ queue }) => queue?.ahead)).toEqual([1, 0]);
  });
});

describe("its events", () => {
  test("say what becomes of it, and end with it", async () => {
    const host = await painterHost();
    const { id } = await generate({ model: "painter" });
    const offer = await host.offered();
    const answer = await call("GET", `/api/v1/generations/${id}/events`, { headers: key });
    expect(answer.headers.get("content-type")).toContain("text/event-stream");
    const run = { job: id, attempt: 1 };
    expect((await look(id)).progress).toBeNull();
    host.say({ type: "job_progress", ...run, step: 2, steps: 4, output: 0, paused: false });
    const progress = await eventually(async () => (await look(id)).progress ?? undefined, "it is told");
    expect(progress).toEqual({ step: 2, steps: 4, output: 0, paused: false });
    host.say({ type: "job_preview", ...run, output: 0, format: "jpeg", base64: "QUJD" });
    await host.finish(offer);
    const text = await answer.text();
    expect(text.match(/^event: .*/gm)).toEqual([
      "event: running",
      "event: progress",
      "event: preview",
      "event: ended",
    ]);
    expect(text).toContain('data: {"output":0,"step":2,"steps":4,"paused":false}');
    expect(text).toContain("data:image/jpeg;base64,QUJD");
    expect(text).toContain('data: {"state":"succeeded"}');
    const after = await call("GET", `/api/v1/generations/${id}/events`, { headers: key });
    expect(await after.text()).toBe('id: ended\nevent: ended\ndata: {"state":"succeeded"}\n\n');
    expect(text.trim().split("\n\n").at(-1)).toMatch(/^id: ended$/m);
  });

  test("are not asked for for ever: whoever names the last one is told that there is no more", async () => {
    const { id } = await generate({ model: "painter" });
    const events = (lastEventId: string) =>
      call("GET", `/api/v1/generations/${id}/events`, { headers: { ...key, "last-event-id": lastEventId } });
    // Not while it goes on, whatever a client names.
    const early = await events("ended");
    expect(early.status).toBe(200);
    await early.body?.cancel();
    await expectJson(post(`/api/v1/generations/${id}/cancel`, {}));
    for (const other of ["", "12"]) expect((await events(other)).status).toBe(200);
    const again = await events("ended");
    expect([again.status, again.headers.get("cache-control"), await again.text()]).toEqual([
      204,
      "no-store",
      "",
    ]);
  });
});

describe("the list", () => {
  test("is one's own, the newest first, page by page", async () => {
    const ids: string[] = [];
    for (let at = 0; at < 3; at++) ids.unshift((await generate()).id);
    const page = await expectJson<{ generations: GenerationView[]; nextCursor: string }>(
      call("GET", "/api/v1/generations?limit=2", { headers: key }),
    );
    expect(page.generations.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const next = await expectJson<{ generations: GenerationView[] }>(
      call("GET", `/api/v1/generations?limit=1&cursor=${page.nextCursor}`, { headers: key }),
    );
    expect(next.generations.map(({ id }) => id)).toEqual(ids.slice(2));
    for (const cursor of ["x", "job_1", "' OR 1=1 --", "%00"])
      await expectProblem(
        call("GET", `/api/v1/generations?cursor=${encodeURIComponent(cursor)}`, { headers: key }),
        "bad_request",
      );
  });
});

describe("what is refused costs nothing and stores nothing", () => {
  const bad: [string, object][] = [
    ["no words", { prompt: "   " }],
    ["a prompt bomb", { prompt: "x".repeat(100_00) }],
    ["an impossible size", { widthPx: 1_000_000 }],
    ["a size between the blocks", { widthPx: 300 }],
    ["larger than the plan", { widthPx: 2048, heightPx: 256 }],
    ["more than there is at once", { count: 5 }],
    ["a model nobody knows", { model: "gpt" }],
    ["a field nobody knows", { webhok: "x" }],
    ["another's idea of an image", { image: { generation: "../../etc/passwd" } }],
    ["what may not be drawn", { prompt: "naked child" }],
  ];
  test.each(bad)("%s", async (_name, more) => {
    const before = [await balanceOf(holderId), await known.jobs.listOf(person.userId, null, 100)] as const;
    await expectProblem(post("/api/v1/generations", { ...ASKED, ...more }), "bad_request");
    expect(await balanceOf(holderId)).toEqual(before[0]);
    expect(await known.jobs.listOf(person.userId, null, 100)).toEqual(before[1]);
  });

  test("without credits or a door that is open; with a key that is for something else", async () => {
    const poor = await newPerson();
    const scopes = { sketches: ["sketches:read"], both: ["generations:read", "generations:write"] } as const;
    const wrong = { authorization: `Bearer ${await newKeyOf(poor, [...scopes.sketches])}` };
    await expectProblem(post("/api/v1/generations", ASKED, wrong), "forbidden");
    const own = { authorization: `Bearer ${await newKeyOf(poor, [...scopes.both])}` };
    await expectProblem(post("/api/v1/generations", ASKED, own), "verification_required");
    await give(poor.cookie, 1);
    await expectProblem(
      post("/api/v1/generations", { ...ASKED, model: "large" }, own),
      "verification_required",
    );
    expect((await expectJson<GenerationView>(post("/api/v1/generations", ASKED, own), 201)).credits).toBe(1);
  });
});

test("what an address' free credits paid is in the person's statement and use", async () => {
  const host = await painterHost();
  const visitor = await newSketch();
  await fillPot(Date.now());
  const headers = { "cf-connecting-ip": "203.0.113.77" };
  const token = `pass:free:llama.test:${crypto.randomUUID()}`;
  const door = (await call("POST", "/api/free", { json: { token }, headers })).headers.get("set-cookie");
  const cookie = `${visitor.cookie}; ${door?.split(";")[0]}`;
  const asked = { json: ASKED, cookie, headers };
  const { id } = await expectJson<GenerationView>(call("POST", "/api/v1/generations", asked), 201);
  await make(host);
  const { lines } = await expectJson<{ lines: { kind: string; units: number; text: string }[] }>(
    call("GET", "/api/credits/statement", { cookie: visitor.cookie }),
  );
  expect(lines.map(({ kind, units, text }) => [kind, units, text.split(",")[0]])).toEqual([
    ["work", -1, "Queued work"],
    ["grant", 1, "Credits given"],
  ]);
  const csv = await (await call("GET", "/api/credits/statement.csv", { cookie: visitor.cookie })).text();
  expect(csv.trim().split(/\r?\n/)).toHaveLength(3);
  const { usage } = await expectJson<{ usage: { credits: number }[] }>(
    call("GET", "/api/account", { cookie: visitor.cookie }),
  );
  expect(usage.map(({ credits }) => credits)).toEqual([1]);
  expect(id).toMatch(/^job_/);
});

test("models say what can be had and what it costs; the document is of these routes alone", async () => {
  const host = await painterHost();
  const { models } = await expectJson<{ models: { id: string; available: boolean; credits: number }[] }>(
    call("GET", "/api/v1/models"),
  );
  expect(models.map(({ id, available, credits }) => [id, available, credits])).toEqual([
    ["standard", false, 1],
    ["large", false, 6],
    ["upscaler", false, 1],
    ["motion", false, 20],
    ["painter", true, 1],
  ]);
  // A busy host asks for less than it can.
  host.ask({ free: 0, workflows: [] });
  const busy = await expectJson<{ models: { id: string; available: boolean }[] }>(
    call("GET", "/api/v1/models"),
  );
  expect(busy.models.find(({ id }) => id === "painter")?.available).toBe(true);
  host.agent.die();
  const document = await expectJson<{ openapi: string; paths: object }>(call("GET", "/api/v1/openapi.json"));
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths).toSorted()).toEqual([
    "/api/v1/generations",
    "/api/v1/generations/archive",
    "/api/v1/generations/{id}",
    "/api/v1/generations/{id}/cancel",
    "/api/v1/generations/{id}/events",
    "/api/v1/generations/{id}/retry",
    "/api/v1/generations/{id}/webhook",
    "/api/v1/generations/{id}/webhook/resend",
    "/api/v1/media/jobs/{job}/{attempt}/{name}",
    "/api/v1/models",
    "/api/v1/openapi.json",
    "/api/v1/quotes",
    "/api/v1/uploads",
    "/api/v1/uploads/{id}",
    "/api/v1/webhook-deliveries",
    "/api/v1/webhook-secret",
    "/api/v1/webhook-stops",
    "/api/v1/webhook-stops/resume",
  ]);
});
