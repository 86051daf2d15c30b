/** A final of a sketch on the queue's road: quoted, held for, made, and a picture of the history like any other. */
import { env } from "cloudflare:workers";
import type { FinalView, PictureView, QuoteView, statementView } from "@llamasketch/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { purgeJobRuns } from "../../src/jobs/purge-job-runs.ts";
import type { Ports } from "../../src/ports.ts";
import { finalModel } from "../../src/studios/sketch/final-models.ts";
import { leaveSketch } from "../../src/studios/sketch/purge.ts";
import { expectProblem } from "../http/problem.ts";
import { asKept, jpeg, png } from "../images.ts";
import { balanceOf, divergences, known } from "../ledger/books.ts";
import { call, expectJson, give, newSketch, newSketchPastDoor, type Owned } from "../people.ts";
import { plantPicture } from "../planted.ts";
import { JobHost, becomes, endAllJobs, jobNow, operations } from "./stage.ts";

const WORKFLOW = "painter-image-to-image";
const SIDE_PX = 256;
const CANVAS = jpeg(SIDE_PX, SIDE_PX);
const ABOUT = {
  epoch: 1,
  version: 7,
  widthPx: SIDE_PX,
  heightPx: SIDE_PX,
  settings: { prompt: "a quiet pond", strength: 0.5, seed: 11 },
};

let mine: Owned;
let holderId: string;
let host: JobHost;
const asks = (): void => host.ask({ workflows: [WORKFLOW] });
beforeEach(async () => {
  mine = await newSketchPastDoor({ title: "The pond" });
  holderId = await give(mine.cookie, 20);
  host = await JobHost.start();
  asks();
});
afterEach(endAllJobs);

function form(about: unknown, canvas: Uint8Array<ArrayBuffer> | null = CANVAS): FormData {
  const made = new FormData();
  made.set("about", typeof about === "string" ? about : JSON.stringify(about));
  if (canvas) made.set("image", new Blob([canvas]));
  return made;
}
const put = (body: BodyInit, { cookie, sketch } = mine, headers: Record<string, string> = {}) =>
  call("PUT", `/api/sketches/${sketch.id}/finals`, { cookie, body, headers });
const ask = (more: object = {}, headers: Record<string, string> = {}): Promise<FinalView> =>
  expectJson(put(form({ ...ABOUT, ...more }), mine, headers), 201);
const look = (id: string): Promise<FinalView> =>
  expectJson(call("GET", `/api/finals/${id}`, { cookie: mine.cookie }));
const quote = (size: object, { cookie, sketch } = mine) =>
  call("POST", `/api/sketches/${sketch.id}/finals/quotes`, { cookie, json: size });
const history = async (): Promise<PictureView[]> =>
  (
    await expectJson<{ pictures: PictureView[] }>(
      call("GET", `/api/sketches/${mine.sketch.id}/pictures`, { cookie: mine.cookie }),
    )
  ).pictures;
const open = async (): Promise<string[]> =>
  (
    await expectJson<{ finals: FinalView[] }>(
      call("GET", `/api/sketches/${mine.sketch.id}/finals`, { cookie: mine.cookie }),
    )
  ).finals.map(({ id }) => id);
const objectsUnder = async (prefix: string): Promise<number> =>
  (await env.MEDIA.list({ prefix })).objects.length;
const picturesStored = () => objectsUnder(`sketches/${mine.sketch.id}/pictures/`);

test("half a letter in a form is U+FFFD; the name of its file is not read", async () => {
  const body = form(
    String.raw`{"epoch":1,"version":7,"widthPx":256,"heightPx":256,"settings":{"prompt":"a \ud83d pond \ud83d\ude80","strength":0.5,"seed":11}}`,
    null,
  );
  body.set("image", new Blob([CANVAS]), "a \ud83d\u202e.jpg");
  const { id } = await expectJson<FinalView>(put(body), 201);
  expect((await jobNow(id)).inputs).toMatchObject({ prompt: "a \ufffd pond 🚀" });
  // As bytes, it is no UTF-8: each is one.
  const bytes = new Blob([
    '{"epoch":1,"version":7,"widthPx":256,"heightPx":256,"settings":{"prompt":"\u00e9',
    new Uint8Array([0xed, 0xa0, 0xbd]),
    '","strength":0.5,"seed":12}}',
  ]);
  const raw = new FormData();
  raw.set("about", await bytes.text());
  raw.set("image", new Blob([CANVAS]));
  const other = await expectJson<FinalView>(put(raw), 201);
  expect((await jobNow(other.id)).inputs).toMatchObject({ prompt: "\u00e9\ufffd\ufffd\ufffd" });
});

test("is promised a price, held for, made of exactly this canvas, kept and paid once, and named in the statement", async () => {
  const { id: quoteId, units } = await expectJson<QuoteView>(
    quote({ widthPx: SIDE_PX, heightPx: SIDE_PX }),
    201,
  );
  expect(units).toBe(1);
  const asked = await ask({ quote: quoteId });
  expect(asked).toMatchObject({ epoch: 1, version: 7, credits: 1, pictureId: null });
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 1 });
  expect(await open()).toEqual([asked.id]);
  const offer = await host.offered();
  expect(offer).toMatchObject({
    class: "interactive",
    workflow: WORKFLOW,
    inputs: { ...ABOUT.settings, quality: "final", widthPx: SIDE_PX, heightPx: SIDE_PX },
  });
  expect(JSON.stringify(offer)).not.toContain(mine.sketch.id);
  const { path = "", ticket = "" } = offer.inputs.image ?? {};
  const given = await call("GET", path, { headers: { authorization: `Bearer ${ticket}` } });
  expect(new Uint8Array(await given.arrayBuffer())).toEqual(CANVAS);
  await host.finish(offer);

  const done = await look(asked.id);
  expect(done.state).toBe("succeeded");
  expect(await open()).toEqual([]);
  const [picture, ...others] = await history();
  expect(others).toEqual([]);
  expect(picture).toMatchObject({
    id: done.pictureId,
    kind: "final",
    quality: "final",
    epoch: 1,
    version: 7,
    widthPx: SIDE_PX,
    format: "png",
    settings: ABOUT.settings,
  });
  const shown = await call("GET", picture?.url ?? "", { cookie: mine.cookie });
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(asKept(png(SIDE_PX, SIDE_PX)));
  expect(await balanceOf(holderId)).toEqual({ posted: 19, held: 0 });
  const { lines } = await expectJson<z.infer<typeof statementView>>(
    call("GET", "/api/credits/statement", { cookie: mine.cookie }),
  );
  expect(lines.find(({ kind }) => kind === "work")).toMatchObject({
    units: -1,
    text: "A final",
    sketch: { id: mine.sketch.id, title: "The pond" },
  });
  // The canvas and what the host stored are needed no more; the picture is.
  expect(await purgeJobRuns(known, asked.id)).toBe("done");
  expect([await objectsUnder(`jobs/${asked.id}/`), await picturesStored()]).toEqual([0, 1]);
  expect(await divergences()).toEqual([]);
});

test("made again of the same canvas it takes the place of the one before, pin and all", async () => {
  await ask();
  await host.finish(await host.offered());
  const [first] = await history();
  await call("PATCH", `/api/pictures/${first?.id}`, { cookie: mine.cookie, json: { pinned: true } });
  asks();
  await ask({ settings: { ...ABOUT.settings, seed: 12 } });
  await host.finish(await host.offered());
  const [second, ...others] = await history();
  expect(others).toEqual([]);
  expect([second?.id, second?.settings.seed, second?.pinnedAt !== null]).toEqual([first?.id, 12, true]);
  expect(second?.url).not.toBe(first?.url);
  expect(await balanceOf(holderId)).toEqual({ posted: 18, held: 0 });
});

test("stands after the live picture of its canvas, and is copied and branched from like it", async () => {
  await plantPicture(mine.sketch.id, { version: 7 });
  await ask();
  await host.finish(await host.offered());
  const [final, live] = await history();
  expect([final?.kind, live?.kind]).toEqual(["final", "live"]);
  const { cookie } = mine;
  const json = { branchOf: final?.id };
  const branch = await expectJson<{ id: string }>(call("POST", "/api/sketches", { cookie, json }), 201);
  expect(await objectsUnder(`sketches/${branch.id}/from/${mine.sketch.id}/pictures/`)).toBe(1);
});

test("under one key it is asked for once; another request under it is refused", async () => {
  const key = { "idempotency-key": "press-1" };
  const [first, again] = [await ask({}, key), await ask({}, key)];
  expect(again.id).toBe(first.id);
  await expectProblem(put(form({ ...ABOUT, version: 8 }), mine, key), "conflict");
  await expectProblem(put(form(ABOUT, png(SIDE_PX, SIDE_PX)), mine, key), "conflict");
  const both = await Promise.all([1, 2].map(() => ask({ version: 9 }, { "idempotency-key": "press-2" })));
  expect(both[0]?.id).toBe(both[1]?.id);
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 2 });
  for (const { id } of both) expect(await objectsUnder(`jobs/${id}/`)).toBe(1);
});

test("a cancel gives it back at once, waiting or running, and what the host makes of it is nothing", async () => {
  const asked = await ask();
  const offer = await host.offered();
  const results = await host.store(offer);
  const cancelled = await expectJson<FinalView>(
    call("POST", `/api/finals/${asked.id}/cancel`, { cookie: mine.cookie }),
  );
  expect(cancelled).toMatchObject({ state: "cancelled", pictureId: null });
  await host.told("job_cancel");
  host.sayDone(offer, results);
  await host.told("job_settled");
  expect(await history()).toEqual([]);
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 0 });
  await purgeJobRuns(known, asked.id);
  expect([await objectsUnder(`jobs/${asked.id}/`), await picturesStored()]).toEqual([0, 0]);
});

test("one that no host could make costs nothing", async () => {
  const asked = await ask();
  for (let hosts = 0; hosts < 2; hosts++) {
    const { job, attempt } = await host.offered();
    host.say({ type: "job_failed", job, attempt, reason: "refused" });
    await host.told("job_settled");
    host = await JobHost.start();
    await env.DB.prepare("UPDATE jobs SET not_before = 0 WHERE id = ?").bind(job).run();
    asks();
  }
  expect(await becomes(asked.id, "failed")).toMatchObject({ reason: "refused" });
  expect(await look(asked.id)).toMatchObject({ reason: "refused", pictureId: null });
  expect(await history()).toEqual([]);
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 0 });
});

test("a host that says done of what is not what it stored leaves nothing in the history", async () => {
  const asked = await ask();
  const offer = await host.offered();
  const [result] = await host.store(offer);
  if (!result) throw new Error("nothing stored");
  host.sayDone(offer, [{ ...result, etag: "another" }]);
  await host.told("job_settled");
  expect((await jobNow(asked.id)).state).toBe("queued");
  expect([await history(), await picturesStored()]).toEqual([[], 0]);
});

test("of a sketch that is deleted meanwhile it ends, given back, with nothing left behind", async () => {
  const [waiting, running] = [await ask({ version: 8 }), await ask()];
  const { cookie, sketch } = mine;
  await call("DELETE", `/api/sketches/${sketch.id}`, { cookie });
  await leaveSketch(known, sketch.id, Date.now());
  for (const { id } of [waiting, running]) expect((await jobNow(id)).state).toBe("cancelled");
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 0 });
});

test("of a sketch that is deleted while it is settled it is cancelled, not paid", async () => {
  const asked = await ask();
  const offer = await host.offered();
  // As if the entry that ends its finals had not been carried out yet.
  await env.DB.prepare("UPDATE sketches SET deleted_at = ? WHERE id = ?")
    .bind(Date.now(), mine.sketch.id)
    .run();
  await host.finish(offer);
  expect((await jobNow(asked.id)).state).toBe("cancelled");
  expect(await operations(asked.id)).toEqual([
    { kind: "hold", amount: 1 },
    { kind: "release", amount: 0 },
  ]);
  await purgeJobRuns(known, asked.id);
  expect([await objectsUnder(`jobs/${asked.id}/`), await picturesStored()]).toEqual([0, 0]);
});

test("is nobody else's to ask for, look at, listen to or cancel", async () => {
  const asked = await ask();
  const other = await newSketch();
  await give(other.cookie, 5);
  const theirs = { cookie: other.cookie };
  await expectProblem(put(form(ABOUT), { ...mine, ...theirs }), "not_found");
  await expectProblem(quote({ widthPx: 256, heightPx: 256 }, { ...mine, ...theirs }), "not_found");
  await expectProblem(call("GET", `/api/sketches/${mine.sketch.id}/finals`, theirs), "not_found");
  for (const [method, path] of [
    ["GET", ""],
    ["GET", "/events"],
    ["POST", "/cancel"],
  ] as const)
    await expectProblem(call(method, `/api/finals/${asked.id}${path}`, theirs), "not_found");
  await expectProblem(call("GET", `/api/v1/generations/${asked.id}`, { cookie: mine.cookie }), "not_found");
  expect((await jobNow(asked.id)).state).not.toBe("cancelled");
  // Nor is it among what the media API made.
  const { generations } = await expectJson<{ generations: unknown[] }>(
    call("GET", "/api/v1/generations", { cookie: mine.cookie }),
  );
  expect(generations).toEqual([]);
});

test("garbage, wrong sizes, forbidden words, prices of something else and empty purses: nothing is held or stored", async () => {
  const before = await objectsUnder("jobs/");
  const tail = new Uint8Array([...CANVAS, ...new TextEncoder().encode("<script>")]);
  const svg = Uint8Array.from(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'));
  for (const canvas of [svg, tail, jpeg(256, 272), CANVAS.slice(0, -9), new Uint8Array(0), null])
    await expectProblem(put(form(ABOUT, canvas)), "bad_request");
  const wide = { ...ABOUT, widthPx: 1440, heightPx: 1440 };
  for (const about of [
    "{",
    "[]",
    {},
    { ...ABOUT, version: 0 },
    { ...ABOUT, epoch: -1 },
    { ...ABOUT, widthPx: 255 },
    { ...ABOUT, widthPx: 1e9 },
    { ...ABOUT, settings: { ...ABOUT.settings, strength: 2 } },
    { ...ABOUT, settings: { ...ABOUT.settings, prompt: "x".repeat(2001) } },
    // Beyond the free plan.
    wide,
  ])
    await expectProblem(put(form(about)), "bad_request");
  await expectProblem(quote({ widthPx: 1440, heightPx: 1440 }), "bad_request");
  await expectProblem(
    call("PUT", `/api/sketches/${mine.sketch.id}/finals`, { cookie: mine.cookie, json: ABOUT }),
    "unsupported_media_type",
  );
  await expectProblem(put(form(ABOUT, new Uint8Array(5_000_000))), "payload_too_large");
  const { id } = await expectJson<QuoteView>(quote({ widthPx: 1024, heightPx: 1024 }), 201);
  await expectProblem(put(form({ ...ABOUT, quote: "quo_01ARZ3NDEKTSV4RRFFQ69G5FAV" })), "conflict");
  await expectProblem(put(form({ ...ABOUT, quote: id })), "conflict");
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 0 });
  expect(await objectsUnder("jobs/")).toBe(before);
});

test("where nobody is who could paint it, it is said at once", async () => {
  const withHosts = (...workflows: string[]) =>
    finalModel({
      ...known,
      dispatcher: () => ({ jobWorkflows: () => Promise.resolve(workflows) }),
    } as unknown as Ports);
  await expect(withHosts("painter-text-to-image")).rejects.toMatchObject({ code: "unavailable" });
  const { workflow } = await withHosts(WORKFLOW, "flux2-klein-4b-image-to-image");
  expect(workflow).toBe("flux2-klein-4b-image-to-image");
});

test("what is being made of somebody is found by an index", async () => {
  const { results } = await env.DB.prepare(
    "EXPLAIN QUERY PLAN SELECT * FROM jobs WHERE owner_id = ? AND kind = 'sketch_final' AND state IN ('queued', 'running') ORDER BY id",
  )
    .bind("usr_1")
    .all<{ detail: string }>();
  expect(results.map(({ detail }) => detail).join()).toContain("jobs_open_finals");
});
