/** What becomes of results: looked for, packed, deleted. */
import { env } from "cloudflare:workers";
import { generationArchiveManifest, JOB_LEASE_MS, type GenerationView } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import worker from "../../src/worker.ts";
import { newKeyOf, newPerson, type Person } from "../http/cast.ts";
import { expectProblem } from "../http/problem.ts";
import { asKept, png } from "../images.ts";
import { JobHost, endAllJobs, jobNow } from "../jobs/stage.ts";
import { balanceOf, known } from "../ledger/books.ts";
import { call, expectJson, give, newSketch } from "../people.ts";
import { readZip } from "../zip.ts";

const GENERATIONS = "/api/v1/generations";
const ASKED = { prompt: "a house at dusk", widthPx: 256, heightPx: 256, seed: 7, model: "painter" };
const UNKNOWN = "job_01ARZ3NDEKTSV4RRFFQ69G5FAV";

let person: Person;
let holderId: string;
let key: { authorization: string };
beforeAll(async () => {
  person = await newPerson();
  holderId = await give(person.cookie, 1000);
  key = { authorization: `Bearer ${await newKeyOf(person, ["generations:read", "generations:write"])}` };
});
afterEach(endAllJobs);

const generate = (more: object = {}, headers: Record<string, string> = {}): Promise<GenerationView> =>
  expectJson(
    call("POST", GENERATIONS, { json: { ...ASKED, ...more }, headers: { ...key, ...headers } }),
    201,
  );
const look = (id: string): Promise<GenerationView> =>
  expectJson(call("GET", `${GENERATIONS}/${id}`, { headers: key }));
const remove = (id: string, as: object = { headers: key }) => call("DELETE", `${GENERATIONS}/${id}`, as);
const pack = (ids: unknown, as: object = { headers: key }) =>
  call("POST", `${GENERATIONS}/archive`, { json: { ids }, ...as });
const pathOf = (url: string | null | undefined): string => (url ?? "").replace(/^https:\/\/[^/]+/, "");

/** One that has its results. */
async function made(more: object = {}): Promise<GenerationView> {
  const host = await JobHost.start();
  host.ask();
  const { id } = await generate(more);
  await host.finish(await host.offered());
  return look(id);
}

describe("looked for", () => {
  const found = async (query: string): Promise<{ ids: string[]; next: string | null }> => {
    const { generations, nextCursor } = await expectJson<{
      generations: GenerationView[];
      nextCursor: string | null;
    }>(call("GET", `${GENERATIONS}?${query}`, { headers: key }));
    return { ids: generations.map(({ id }) => id), next: nextCursor };
  };

  test("by state, model, words and whether there are results, all at once and page by page", async () => {
    const lighthouse = await made({ prompt: "A LIGHTHOUSE, Île de Ré" });
    const cancelled = await generate({ prompt: "a lighthouse and a boat" });
    await call("POST", `${GENERATIONS}/${cancelled.id}/cancel`, { json: {}, headers: key });
    const queued = await generate({ prompt: "lighthouse", model: "large" });
    const all = [queued.id, cancelled.id, lighthouse.id];
    expect((await found("q=lighthouse")).ids).toEqual(all);
    expect((await found(`q=${encodeURIComponent("ile LIGHTHOUSE")}`)).ids).toEqual([lighthouse.id]);
    expect((await found("q=lighthouse&state=queued")).ids).toEqual([queued.id]);
    expect((await found("q=lighthouse&state=open")).ids).toEqual([queued.id]);
    expect((await found("q=lighthouse&state=ended")).ids).toEqual([cancelled.id, lighthouse.id]);
    expect((await found("q=lighthouse&model=painter&state=cancelled")).ids).toEqual([cancelled.id]);
    expect((await found("q=lighthouse&results=true")).ids).toEqual([lighthouse.id]);
    expect((await found("q=lighthouse&model=large&results=true")).ids).toEqual([]);
    const first = await found("q=lighthouse&model=painter&limit=1");
    expect(first.ids).toEqual([cancelled.id]);
    const second = await found(`q=lighthouse&model=painter&limit=1&cursor=${first.next}`);
    expect(second).toEqual({ ids: [lighthouse.id], next: null });
    // What stands in a query is looked for as it stands.
    for (const words of ["%", "_", "'", '"', "lighthouse%", "\\"])
      expect((await found(`q=${encodeURIComponent(words)}`)).ids).toEqual([]);
  });

  test("what is no state, model, cursor or word is told which", async () => {
    for (const [field, value] of [
      ["state", "done"],
      ["model", "gpt"],
      ["results", "yes"],
      ["q", "x".repeat(101)],
      ["limit", "1e9"],
      ["cursor", `${UNKNOWN}0`],
    ] as const) {
      const { fields } = await expectProblem(
        call("GET", `${GENERATIONS}?${field}=${value}`, { headers: key }),
        "bad_request",
      );
      expect(Object.keys(fields ?? {})).toEqual([field]);
    }
    const { fields } = await expectProblem(
      call("GET", `${GENERATIONS}?q=house&cursor=job_' OR 1=1`, { headers: key }),
      "bad_request",
    );
    expect(fields?.cursor).toContain("nextCursor");
  });
});

describe("deleted", () => {
  const objectsOf = async (id: string) => (await env.MEDIA.list({ prefix: `jobs/${id}/` })).objects;

  test("its pictures and words are gone at once, what it cost stays, and no ticket brings anything back", async () => {
    const host = await JobHost.start();
    host.ask();
    const before = await balanceOf(holderId);
    const { id } = await generate({ prompt: "a secret garden" });
    const offer = await host.offered();
    await host.finish(offer);
    const done = await look(id);
    const addresses = done.results.flatMap(({ url, thumbnailUrl }) => [pathOf(url), pathOf(thumbnailUrl)]);
    for (const path of addresses) expect((await call("GET", path)).status).toBe(200);
    expect((await remove(id)).status).toBe(204);
    for (const path of addresses) await expectProblem(call("GET", path), "not_found");
    await expectProblem(call("GET", `${GENERATIONS}/${id}`, { headers: key }), "not_found");
    await expectProblem(remove(id), "not_found");
    expect((await objectsOf(id)).reduce((sum, { size }) => sum + size, 0)).toBe(0);
    expect(JSON.stringify(await jobNow(id))).not.toContain("garden");
    expect(await known.jobs.listOf(person.userId, null, 100, { query: "garden" })).toEqual([]);
    expect(await balanceOf(holderId)).toEqual({ posted: before.posted - 1, held: 0 });
    const { lines } = await expectJson<{ lines: { kind: string; units: number }[] }>(
      call("GET", "/api/credits/statement", { cookie: person.cookie }),
    );
    expect(lines[0]).toMatchObject({ kind: "work", units: -1 });
    // The host's leave is still good for a while: its place is taken.
    for (const leave of Object.values(offer.outputs[0] ?? {}))
      for (const bytes of [png(256, 256), png(16, 16)])
        expect((await host.upload(leave, bytes)).status).toBeGreaterThanOrEqual(400);
    for (const path of addresses) await expectProblem(call("GET", path), "not_found");
    await expectProblem(
      call("POST", GENERATIONS, { json: { ...ASKED, image: { generation: id } }, headers: key }),
      "not_found",
    );
    // Once no ticket is good any more nothing is left of it.
    await env.DB.prepare("UPDATE outbox SET due_at = 0 WHERE subject = ? AND kind = 'purge_job_runs'")
      .bind(id)
      .run();
    const { id: outboxId } = (await env.DB.prepare(
      "SELECT id FROM outbox WHERE subject = ? AND kind = 'purge_job_runs' AND done_at IS NULL",
    )
      .bind(id)
      .first<{ id: string }>()) ?? { id: "" };
    await runQueued(outboxId);
    expect(await objectsOf(id)).toEqual([]);
  });

  test("long after it was made nothing is kept in its place", async () => {
    const { id } = await made();
    await env.DB.prepare("UPDATE jobs SET began_at = began_at - ? WHERE id = ?")
      .bind(JOB_LEASE_MS.interactive * 2, id)
      .run();
    expect((await remove(id)).status).toBe(204);
    expect(await objectsOf(id)).toEqual([]);
  });

  test("not before it has ended, and by nobody else", async () => {
    const { id } = await generate();
    const { hint } = await expectProblem(remove(id), "conflict");
    expect(hint).toContain("Cancel");
    const stranger = await newSketch();
    await expectProblem(remove(id, { cookie: stranger.cookie }), "not_found");
    await expectProblem(remove(UNKNOWN), "not_found");
    await expectProblem(remove("..%2f..%2fetc"), "not_found");
    const reader = await newKeyOf(person, ["generations:read"]);
    await expectProblem(remove(id, { headers: { authorization: `Bearer ${reader}` } }), "forbidden");
    await call("POST", `${GENERATIONS}/${id}/cancel`, { json: {}, headers: key });
    expect((await remove(id)).status).toBe(204);
  });

  test("its idempotency key does not make it anew by a late repetition", async () => {
    const headers = { "idempotency-key": `late-${crypto.randomUUID()}` };
    const { id } = await generate({}, headers);
    await call("POST", `${GENERATIONS}/${id}/cancel`, { json: {}, headers: key });
    await remove(id);
    const before = await balanceOf(holderId);
    const again = call("POST", GENERATIONS, { json: ASKED, headers: { ...key, ...headers } });
    expect((await expectProblem(again, "conflict")).message).toContain("deleted");
    expect(await balanceOf(holderId)).toEqual(before);
  });
});

describe("packed", () => {
  const read = async (answer: Response) => {
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/zip"]);
    const files = readZip(new Uint8Array(await answer.arrayBuffer()));
    const manifest = generationArchiveManifest
      .strict()
      .parse(JSON.parse(new TextDecoder().decode(files.get("generations.json"))));
    return { names: [...files.keys()], files, manifest };
  };

  test("is every result of what was chosen, once, and what it is", async () => {
    const first = await made({ prompt: "../../etc: a “pond”", count: 2 });
    const second = await made({ prompt: "静かな池" });
    const none = await generate();
    const { names, files, manifest } = await read(await pack([first.id, second.id, first.id, none.id]));
    expect(names).toEqual([
      "002-静かな池-1.png",
      "003-etc-a-pond-1.png",
      "003-etc-a-pond-2.png",
      "generations.json",
    ]);
    expect(files.get(names[0] ?? "")).toEqual(asKept(png(256, 256)));
    expect(manifest).toMatchObject({ complete: true, missing: [] });
    expect(manifest.generations.map(({ id, results }) => [id, results.map(({ seed }) => seed)])).toEqual([
      [none.id, []],
      [second.id, [7]],
      [first.id, [7, 8]],
    ]);
  });

  test("says what could not be read", async () => {
    const whole = await made();
    const broken = await made();
    const path = pathOf(broken.results[0]?.url).split("?")[0] ?? "";
    await env.MEDIA.delete(path.slice("/api/v1/media/".length));
    const { manifest } = await read(await pack([whole.id, broken.id]));
    expect(manifest).toMatchObject({ complete: false, missing: ["001-a-house-at-dusk-1.png"] });
    expect(manifest.generations[0]?.results[0]?.file).toBeNull();
  });

  test("with one that is not one's own there is none; nor of too many, or of nothing", async () => {
    const { id } = await made();
    const stranger = await newSketch();
    await expectProblem(pack([id], { cookie: stranger.cookie }), "not_found");
    await expectProblem(pack([id, UNKNOWN]), "not_found");
    await expectProblem(pack([(await generate()).id]), "conflict");
    for (const ids of [[], [id, "../x"], "x", null, Array.from({ length: 101 }, () => id)])
      await expectProblem(pack(ids), "bad_request");
  });

  test("a hundred are one archive; one that is given up is nobody's failure", async () => {
    const { id } = await made();
    const row = await jobNow(id);
    const [result] = await known.jobs.resultsOf([id]);
    if (!result) throw new Error("it has no result");
    const ids: string[] = [];
    for (let n = 0; n < 100; n++) {
      const copy = `job_05${String(n).padStart(24, "0")}`;
      ids.push(copy);
      await env.DB.prepare(
        `INSERT INTO jobs (id, owner_id, kind, region, state, deadline, class, priority, concurrency, workflow, expect_ms, inputs, request, outputs, payer_id, units, created_at, ended_at)
         SELECT ?, owner_id, kind, region, state, deadline, class, priority, concurrency, workflow, expect_ms, inputs, request, outputs, payer_id, units, created_at, ended_at FROM jobs WHERE id = ?`,
      )
        .bind(copy, row.id)
        .run();
      await known.commit([known.jobs.addResults([{ ...result, jobId: copy }])]);
    }
    const { names } = await read(await pack(ids));
    expect(names).toHaveLength(101);
    const given = (await pack(ids)).body?.getReader();
    await given?.read();
    await given?.cancel();
  });
});

/** What the queue's consumer does with an entry. */
async function runQueued(outboxId: string): Promise<void> {
  const batch = { messages: [{ body: { outboxId }, ack: () => undefined, retry: () => undefined }] };
  await worker.queue(batch as unknown as Parameters<typeof worker.queue>[0], env);
}
