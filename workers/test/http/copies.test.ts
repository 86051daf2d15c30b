/** Copies of sketches, and branches from their pictures. */
import { env } from "cloudflare:workers";
import { pictureList, sketchView, type SketchView } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { services } from "../../src/services.ts";
import { copySketch } from "../../src/studios/sketch/copy.ts";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { jpeg } from "../images.ts";
import { call, expectJson, newSketchPastDoor as newSketch, type Owned } from "../people.ts";
import { chunkBytes, plantChunks, plantPicture } from "../planted.ts";
import { eventually } from "../wire.ts";
import { expectProblem } from "./problem.ts";
import { UNKNOWN } from "./calls.ts";
import { BLUR } from "@llamasketch/testing/sample";

const view = ({ cookie }: Owned, id: string): Promise<SketchView> =>
  expectJson(call("GET", `/api/sketches/${id}`, { cookie }));
const pictures = async ({ cookie }: Owned, id: string) =>
  pictureList.parse(await expectJson(call("GET", `/api/sketches/${id}/pictures?order=oldest`, { cookie })))
    .pictures;
const strokes = async ({ cookie }: Owned, id: string): Promise<string> =>
  new TextDecoder().decode(
    await (await call("GET", `/api/sketches/${id}/strokes`, { cookie })).arrayBuffer(),
  );
const planted = (count: number): string =>
  Array.from({ length: count }, (_, n) => new TextDecoder().decode(chunkBytes(n))).join("");
const duplicate = async ({ cookie, sketch }: Owned): Promise<SketchView> =>
  sketchView.parse(await expectJson(call("POST", `/api/sketches/${sketch.id}/duplicate`, { cookie }), 201));
const whole = (owned: Owned, id: string): Promise<SketchView> =>
  eventually(async () => {
    const found = await view(owned, id);
    return found.copying ? undefined : found;
  }, "the copy is whole");

describe("a duplicate", () => {
  test("has the strokes, the settings, the cover, the last and the pinned pictures, and goes its own way", async () => {
    const owned = await newSketch({ title: "Boats", settings: { prompt: "a boat", strength: 0.3, seed: 5 } });
    const { cookie, sketch } = owned;
    await plantChunks(sketch.id, 3, 4);
    const pinned = await plantPicture(sketch.id, { epoch: 2, version: 1, pinnedAt: 77 });
    await plantPicture(sketch.id, { epoch: 3, version: 1 });
    await plantPicture(sketch.id, { epoch: 4, version: 9, kind: "variation", variation: 1, pinnedAt: 78 });
    const last = await plantPicture(sketch.id, { epoch: 4, version: 3 });
    await call("PUT", `/api/sketches/${sketch.id}/cover?blur=${encodeURIComponent(BLUR)}`, {
      cookie,
      body: jpeg(64, 64),
      headers: { "content-type": "image/jpeg" },
    });
    const copy = await duplicate(owned);
    expect(copy).toMatchObject({
      title: "Boats",
      settings: { prompt: "a boat", strength: 0.3, seed: 5 },
      chunks: 3,
      pictureCount: 3,
      copying: false,
      branchOf: null,
      lastPicture: { epoch: 4, version: 3 },
    });
    expect(copy.id).not.toBe(sketch.id);
    expect(copy.cover?.url).toContain(copy.id);
    expect(await strokes(owned, copy.id)).toBe(planted(3));
    const copied = await pictures(owned, copy.id);
    expect(
      copied.map(({ epoch, version, pinnedAt }) => [epoch, version, pinnedAt !== null]).toSorted(),
    ).toEqual([
      [pinned.epoch, pinned.version, true],
      [last.epoch, last.version, false],
      [4, 9, true],
    ]);
    await call("DELETE", `/api/sketches/${sketch.id}`, { cookie });
    const image = await call("GET", copied[0]?.url ?? "", { cookie });
    expect(image.status).toBe(200);
    await image.arrayBuffer();
    expect(await strokes(owned, copy.id)).toBe(planted(3));
  });

  test("[LP4 LP5] opens with its whole log, and its epochs go on from the source's", async () => {
    const owned = await newSketch();
    await plantChunks(owned.sketch.id, 2, 6);
    const copy = await duplicate(owned);
    const drawer = await Drawer.join({ cookie: owned.cookie, sketch: copy });
    expect(drawer.epoch).toBe(7);
    expect((await drawer.take("welcome")).chunks).toBe(2);
    drawer.chunk(500, new TextEncoder().encode("more"));
    expect((await drawer.take("saved")).index).toBe(2);
    expect(await strokes(owned, copy.id)).toBe(`${planted(2)}more`);
    expect(await strokes(owned, owned.sketch.id)).toBe(planted(2));
  });

  test("of much is made in parts: closed until it is whole, and finished though nobody asks again", async () => {
    const owned = await newSketch();
    const { cookie, sketch } = owned;
    await plantChunks(sketch.id, 130);
    for (let version = 1; version <= 60; version++) await plantPicture(sketch.id, { version, pinnedAt: 1 });
    const copy = await duplicate(owned);
    if (copy.copying) {
      for (const [method, path] of [
        ["POST", "tickets"],
        ["GET", "strokes"],
        ["GET", "archive"],
        ["POST", "duplicate"],
      ])
        await eventually(async () => {
          const answer = await call(method ?? "", `/api/sketches/${copy.id}/${path}`, { cookie });
          await answer.arrayBuffer();
          return answer.status === 409 || !(await view(owned, copy.id)).copying;
        }, "it is closed");
    }
    expect(await whole(owned, copy.id)).toMatchObject({ chunks: 130, pictureCount: 60 });
    expect(await strokes(owned, copy.id)).toBe(planted(130));
  });

  test("a part that is carried out twice, or by two at once, copies nothing twice", async () => {
    const owned = await newSketch();
    await plantChunks(owned.sketch.id, 60);
    await plantPicture(owned.sketch.id);
    const target = await newSketch({}, owned.cookie);
    const known = services(env);
    const copy = {
      sketchId: target.sketch.id,
      sourceId: owned.sketch.id,
      chunks: 60,
      epoch: 1,
      bytes: 0,
      pictureId: null,
    };
    await known.commit([known.copies.begin({ ...copy, createdAt: 1 })]);
    const outcomes = await Promise.all([
      copySketch(known, target.sketch.id),
      copySketch(known, target.sketch.id),
    ]);
    expect(outcomes).toEqual(["more", "more"]);
    expect((await view(owned, target.sketch.id)).chunks).toBe(48);
    while ((await copySketch(known, target.sketch.id)) === "more");
    expect(await copySketch(known, target.sketch.id)).toBe("done");
    expect(await view(owned, target.sketch.id)).toMatchObject({
      chunks: 60,
      pictureCount: 1,
      copying: false,
    });
    expect(await strokes(owned, target.sketch.id)).toBe(planted(60));
  });

  test("of a source whose bytes are gone ends with what could be read", async () => {
    const owned = await newSketch();
    await plantChunks(owned.sketch.id, 5);
    const { objectKey } = await plantPicture(owned.sketch.id);
    await env.MEDIA.delete([`sketches/${owned.sketch.id}/strokes/3`, objectKey]);
    const copy = await duplicate(owned);
    expect(copy).toMatchObject({ chunks: 3, pictureCount: 0, copying: false });
    expect(await strokes(owned, copy.id)).toBe(planted(3));
  });

  test("of someone else's sketch is not made", async () => {
    const owned = await newSketch();
    const { cookie } = await newSketch();
    await expectProblem(call("POST", `/api/sketches/${owned.sketch.id}/duplicate`, { cookie }), "not_found");
  });
});

describe("a branch", () => {
  const branch = async ({ cookie }: Owned, branchOf: string, json: object = {}): Promise<SketchView> =>
    sketchView.parse(
      await expectJson(call("POST", "/api/sketches", { cookie, json: { branchOf, ...json } }), 201),
    );

  test("begins from a picture: its words and seed, its strokes, itself, and where it comes from", async () => {
    const owned = await newSketch({
      title: "Boats",
      widthPx: 512,
      heightPx: 768,
      settings: { prompt: "now" },
    });
    const { id } = owned.sketch;
    await plantChunks(id, 6);
    await plantPicture(id, { version: 1 });
    const from = await plantPicture(id, {
      version: 3,
      kind: "variation",
      variation: 2,
      prompt: "then",
      strength: 0.9,
      seed: 42,
    });
    await plantPicture(id, { version: 6 });
    const made = await branch(owned, from.id);
    expect(made).toMatchObject({
      title: "Boats",
      widthPx: 512,
      heightPx: 768,
      settings: { prompt: "then", strength: 0.9, seed: 42 },
      branchOf: { sketchId: id, pictureId: from.id, epoch: 1, version: 3 },
      pictureCount: 1,
      copying: false,
    });
    // Chunk n reaches version n + 1.
    expect(await strokes(owned, made.id)).toBe(planted(3));
    expect(await pictures(owned, made.id)).toMatchObject([{ kind: "variation", variation: 2, version: 3 }]);
    await call("DELETE", `/api/sketches/${id}`, { cookie: owned.cookie });
    expect((await view(owned, made.id)).branchOf).toMatchObject({ sketchId: id, pictureId: from.id });
  });

  test("whose canvas ends within a chunk has that chunk whole", async () => {
    const owned = await newSketch();
    await plantChunks(owned.sketch.id, 2, 1);
    const { commit, sketches } = services(env);
    const place = { sketchId: owned.sketch.id, chunkIndex: 2, chunkIds: "[9]", epoch: 2, version: 20 };
    const objectKey = `sketches/${owned.sketch.id}/strokes/9`;
    await env.MEDIA.put(objectKey, "end");
    await commit(sketches.appendChunks([{ ...place, bytes: 3, objectKey, createdAt: 1 }]));
    const inside = await plantPicture(owned.sketch.id, { epoch: 2, version: 12 });
    const beyond = await plantPicture(owned.sketch.id, { epoch: 3, version: 1 });
    for (const { id } of [inside, beyond])
      expect(await strokes(owned, (await branch(owned, id)).id)).toBe(`${planted(2)}end`);
  });

  test("takes what is asked for otherwise", async () => {
    const owned = await newSketch({ title: "Boats" });
    const { id } = await plantPicture(owned.sketch.id);
    const made = await branch(owned, id, { title: "Ships", settings: { seed: 3 } });
    expect(made).toMatchObject({ title: "Ships", settings: { prompt: "planted", strength: 0.5, seed: 3 } });
    const twice = await branch(owned, (await pictures(owned, made.id))[0]?.id ?? "");
    expect(twice.branchOf?.sketchId).toBe(made.id);
  });

  test("of a branch's duplicate tells the same parent", async () => {
    const owned = await newSketch();
    const { id } = await plantPicture(owned.sketch.id);
    const made = await branch(owned, id);
    expect((await duplicate({ ...owned, sketch: made })).branchOf).toEqual(made.branchOf);
  });

  test("draws on from there", async () => {
    const owned = await newSketch();
    await FakeAgent.start();
    await plantChunks(owned.sketch.id, 1, 3);
    const { id } = await plantPicture(owned.sketch.id, { epoch: 3, version: 1 });
    const made = await branch(owned, id);
    const drawer = await Drawer.drawing({ cookie: owned.cookie, sketch: made });
    await drawer.live();
    drawer.frame(1, { pause: true });
    await drawer.take("kept");
    const { lastPicture, pictureCount } = await view(owned, made.id);
    expect(pictureCount).toBe(2);
    expect(lastPicture).toMatchObject({ epoch: 4, version: 1 });
  });

  test("of a picture that is not there, someone else's, or no id, is not made", async () => {
    const owned = await newSketch();
    const stranger = await newSketch();
    const { id } = await plantPicture(owned.sketch.id);
    const post = (cookie: string, branchOf: string) =>
      call("POST", "/api/sketches", { json: { branchOf }, ...(cookie && { cookie }) });
    await expectProblem(post(owned.cookie, UNKNOWN.picture), "not_found");
    await expectProblem(post(stranger.cookie, id), "not_found");
    await expectProblem(post("", id), "unauthorized");
    await expectProblem(post(owned.cookie, "x"), "bad_request");
  });
});
