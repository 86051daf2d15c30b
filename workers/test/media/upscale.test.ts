/** Pictures made larger, through the media API. */
import type { GenerationView, QuoteView } from "@llamasketch/contract";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { sizeFor } from "../../src/studios/media/size.ts";
import { expectProblem } from "../http/problem.ts";
import { endAllJobs } from "../jobs/stage.ts";
import { balanceOf, known } from "../ledger/books.ts";
import { expectJson } from "../people.ts";
import { Asker, PainterHost } from "./stage.ts";

let asker: Asker;
beforeAll(async () => {
  asker = await Asker.start();
});
afterEach(endAllJobs);

describe("an upscale", () => {
  test("of an earlier result: no words, the asked size, one credit, charged once it is there", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host, { widthPx: 256, heightPx: 400 });
    const before = await balanceOf(asker.holderId);
    const queued = await asker.ask({ kind: "upscale", image: { generation }, scale: 2 });
    expect(queued).toMatchObject({ kind: "upscale", model: "painter", prompt: "", credits: 1 });
    const offer = await host.host.offered();
    expect(offer).toMatchObject({
      workflow: "painter-upscale",
      inputs: { prompt: "", widthPx: 512, heightPx: 800, image: { format: "png" } },
    });
    await host.host.finish(offer);
    const done = await asker.look(queued.id);
    expect(done.state).toBe("succeeded");
    expect(done.results).toMatchObject([{ widthPx: 512, heightPx: 800 }]);
    expect(await balanceOf(asker.holderId)).toEqual({ posted: before.posted - 1, held: 0 });
  });

  test("of an upscale, and an edit of one, whose size follows the picture", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host);
    const { id } = await asker.ask({ kind: "upscale", image: { generation }, widthPx: 1024 });
    await host.make();
    const retried = await expectJson<GenerationView>(asker.post(`/api/v1/generations/${id}/retry`, {}), 201);
    expect(retried).toMatchObject({ kind: "upscale", credits: 1 });
    expect((await host.host.offered()).inputs).toMatchObject({ widthPx: 1024, heightPx: 1024, prompt: "" });
    await expectJson(asker.post(`/api/v1/generations/${retried.id}/cancel`, {}));
    host.ask();
    await asker.ask({ prompt: "at night", image: { generation: id } });
    expect((await host.host.offered()).inputs).toMatchObject({ widthPx: 1024, heightPx: 1024 });
  });

  test("costs what was promised for it, also by the size alone", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host);
    const work = { kind: "upscale", image: { generation }, scale: 4 };
    const quote = await expectJson<QuoteView>(asker.post("/api/v1/quotes", work), 201);
    expect(quote.lines[0]?.text).toBe("1 × enlargement to 1024 × 1024");
    expect((await asker.ask({ ...work, quote: quote.id })).credits).toBe(quote.units);
    const sides = { kind: "upscale", widthPx: 2048, heightPx: 2048 };
    expect((await expectJson<QuoteView>(asker.post("/api/v1/quotes", sides), 201)).units).toBe(1);
  });

  test("said again under its key it is the same, though its picture is gone by then", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host);
    const work = { kind: "upscale", image: { generation }, scale: 2 };
    const headers = { "idempotency-key": "larger-1" };
    const first = await asker.ask(work, headers);
    await known.commit(known.jobs.erase(generation));
    expect((await asker.ask(work, headers)).id).toBe(first.id);
    // Retried it is made anew, and its picture is looked for again.
    await expectJson(asker.post(`/api/v1/generations/${first.id}/cancel`, {}));
    await expectProblem(asker.post(`/api/v1/generations/${first.id}/retry`, {}), "not_found");
    await expectProblem(asker.post("/api/v1/generations", { ...work, scale: 4 }, headers), "conflict");
    await expectProblem(asker.post("/api/v1/generations", work), "not_found");
  });
});

describe("what does not go together is refused by name, and costs nothing", () => {
  const GENERATION = "job_01ARZ3NDEKTSV4RRFFQ69G5FAV";
  const image = { generation: GENERATION };
  const bad: [string, object, string][] = [
    ["an upscale of nothing", { kind: "upscale", scale: 2 }, "image"],
    ["several of the same", { kind: "upscale", image, scale: 2, count: 2 }, "count"],
    ["a scale in between", { kind: "upscale", image, scale: 3 }, "scale"],
    ["a model that does not", { kind: "upscale", image, scale: 2, model: "large" }, "model"],
    ["an image over a picture", { kind: "image", prompt: "x", image }, "image"],
    ["an edit of nothing", { kind: "edit", prompt: "x" }, "image"],
    ["an edit without words", { kind: "edit", image }, "prompt"],
    ["an image without words", {}, "prompt"],
    ["an image of a scale", { prompt: "x", scale: 2 }, "scale"],
    ["a kind nobody knows", { kind: "sculpture", prompt: "x" }, "kind"],
  ];
  test.each(bad)("%s", async (_name, json, field) => {
    const before = await balanceOf(asker.holderId);
    const { fields } = await expectProblem(asker.post("/api/v1/generations", json), "bad_request");
    expect(Object.keys(fields ?? {})).toEqual([field]);
    expect(await balanceOf(asker.holderId)).toEqual(before);
  });

  test("larger than the plan, of nobody's picture, of somebody else's", async () => {
    const host = await PainterHost.start();
    const generation = await asker.picture(host, { widthPx: 512, heightPx: 512 });
    const work = { kind: "upscale", image: { generation }, scale: 4 };
    const { fields } = await expectProblem(asker.post("/api/v1/generations", work), "bad_request");
    expect(fields?.scale).toContain("2048 × 2048; at most 1024");
    await expectProblem(asker.post("/api/v1/generations", { kind: "upscale", image, scale: 2 }), "not_found");
    const other = await Asker.start(10);
    for (const path of ["/api/v1/generations", "/api/v1/quotes"])
      await expectProblem(other.post(path, { ...work, scale: 2 }), "not_found");
  });
});

describe("sizes", () => {
  const source = { widthPx: 1000, heightPx: 667 };
  test("of an upscale are the picture's own shape, to the pixel", () => {
    expect(sizeFor("upscale", { scale: 2 }, source)).toEqual({ widthPx: 2000, heightPx: 1334 });
    expect(sizeFor("upscale", { widthPx: 2048 }, source)).toEqual({ widthPx: 2048, heightPx: 1366 });
    expect(sizeFor("upscale", { heightPx: 1024 }, source)).toEqual({ widthPx: 1535, heightPx: 1024 });
    expect(sizeFor("upscale", { widthPx: 1536, heightPx: 1536 }, source)).toEqual({
      widthPx: 1536,
      heightPx: 1536,
    });
  });
  test.each([
    [{}, "scale"],
    [{ scale: 4 }, "scale"],
    [{ scale: 2, widthPx: 2048 }, "scale"],
    [{ widthPx: 1008 }, "widthPx"],
    [{ heightPx: 672 }, "heightPx"],
  ] as const)("%o of 1000 × 667 is refused", (asked, field) => {
    let fields: Record<string, string> | undefined;
    try {
      sizeFor("upscale", asked, source);
    } catch (error) {
      fields = (error as { fields?: Record<string, string> }).fields;
    }
    expect(Object.keys(fields ?? {})).toEqual([field]);
  });
  test("of an edit follow the picture in blocks, of an image they are square", () => {
    expect(sizeFor("edit", {}, source)).toEqual({ widthPx: 1008, heightPx: 672 });
    expect(sizeFor("edit", {}, { widthPx: 4000, heightPx: 3000 })).toEqual({ widthPx: 1024, heightPx: 768 });
    expect(sizeFor("edit", { widthPx: 512 }, source)).toEqual({ widthPx: 512, heightPx: 336 });
    expect(sizeFor("image", { widthPx: 512 }, null)).toEqual({ widthPx: 512, heightPx: 1024 });
  });
});
