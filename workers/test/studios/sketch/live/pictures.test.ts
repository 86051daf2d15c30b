/** Pictures worth keeping: the last of each pause, in R2 and D1, the owner's alone. */
import { env } from "cloudflare:workers";
import { encodeMessage, pictureList, type PictureView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { services } from "../../../../src/services.ts";
import { DRAFT, Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { asKept, jpeg, png } from "../../../images.ts";
import { expectProblem } from "../../../http/problem.ts";
import { call, expectJson, newSketch, statsOf, type Owned } from "../../../people.ts";
import { eventually } from "../../../wire.ts";
import { lifeOf } from "./life.ts";

const kept = async ({ cookie, sketch }: Owned): Promise<PictureView[]> =>
  pictureList.parse(await expectJson(call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie })))
    .pictures;
const stored = async ({ sketch }: Owned) =>
  (await env.MEDIA.list({ prefix: `sketches/${sketch.id}/live/` })).objects.map(({ key }) => key);

test("L32, a pause is kept and said; a draft between is not", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  const watcher = await Drawer.join(owned, { pen: "watch" });
  await drawer.live();
  drawer.frame(1);
  await drawer.picture(1);
  drawer.frame(2, { pause: true });
  const { header } = await drawer.picture(2);
  const said = await drawer.take("kept");
  expect(said).toMatchObject({ version: 2, seq: header.seq });
  expect((await watcher.take("kept")).pictureId).toBe(said.pictureId);
  expect(await kept(owned)).toMatchObject([{ id: said.pictureId, version: 2, widthPx: 512, heightPx: 384 }]);
  expect(await stored(owned)).toHaveLength(1);
  const image = await call("GET", `/api/pictures/${said.pictureId}`, { cookie: owned.cookie });
  expect(new Uint8Array(await image.arrayBuffer())).toEqual(asKept(png(512, 384)));
});

test("L33, a kept picture is its owner's alone, and a deleted sketch's nobody's", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1, { pause: true });
  const { pictureId } = await drawer.take("kept");
  const path = `/api/pictures/${pictureId}`;
  const { cookie: stranger } = await newSketch();
  expect((await call("GET", path, { cookie: owned.cookie })).status).toBe(200);
  await expectProblem(call("GET", path, { cookie: stranger }), "not_found");
  await expectProblem(call("GET", path), "unauthorized");
  drawer.wire.close();
  expect((await call("DELETE", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie })).status).toBe(
    204,
  );
  await expectProblem(call("GET", path, { cookie: owned.cookie }), "not_found");
});

test("a sharper picture of the same pause replaces the first, under the same id", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1, { pause: true });
  const first = await drawer.take("kept");
  const full = { quality: "full", widthPx: 768, heightPx: 576, pause: true } as const;
  drawer.frame(1, full, jpeg(768, 576));
  const second = await drawer.take("kept");
  expect(second.pictureId).toBe(first.pictureId);
  expect(await kept(owned)).toMatchObject([{ id: first.pictureId, widthPx: 768, heightPx: 576 }]);
  const image = await call("GET", `/api/pictures/${first.pictureId}`, { cookie: owned.cookie });
  expect(new Uint8Array(await image.arrayBuffer())).toEqual(asKept(png(768, 576)));
});

test("an earlier picture that is stored later does not take the sharper one's place", async () => {
  const owned = await newSketch();
  const { media } = services(env);
  const keeper = lifeOf(owned);
  const settings = { prompt: "", strength: 0.5, seed: 1 };
  const shape = { kind: "picture", format: "png", epoch: 1, version: 1, pause: true } as const;
  const times = { agentMs: 0, produceMs: 0, sessionMs: 0 };
  const store = (seq: number, side: number, quality: "draft" | "full") => {
    const header = { ...shape, ...times, seq, quality, widthPx: side, heightPx: side };
    const message = encodeMessage(header, png(side, side));
    return keeper.picture({ header, message, settings, windowMs: null });
  };
  const sharp = await store(2, 96, "full");
  expect(await store(1, 64, "draft")).toBe(sharp);
  await keeper.writeDown();
  expect(await kept(owned)).toMatchObject([{ id: sharp, quality: "full", widthPx: 96 }]);
  await eventually(async () => (await stored(owned)).length === 1, "the earlier one is removed");
  expect(await store(3, 128, "full")).toBe(sharp);
  await keeper.writeDown();
  expect(await kept(owned)).toMatchObject([{ id: sharp, widthPx: 128 }]);
  await eventually(async () => (await stored(owned)).length === 1, "the one before is removed");
  const [key = ""] = await stored(owned);
  expect(new Uint8Array(await ((await media.get(key)) ?? new Response()).arrayBuffer())).toEqual(
    asKept(png(128, 128)),
  );
});

test("a picture is kept with the words it was drawn from, though they have changed meanwhile", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: () => undefined });
  const drawer = await Drawer.drawing(owned);
  drawer.settings({ prompt: "an oak in summer" });
  const link = await agent.linkTo(owned.sketch.id);
  await drawer.live();
  drawer.frame(1, { pause: true });
  const frame = await link.frame(1);
  drawer.settings({ prompt: "an oak in winter" });
  // A frame drawn with the new words is taken: they are known.
  link.turn();
  drawer.frame(2);
  await link.take("settings", ({ settingsVersion }) => settingsVersion === 3);
  link.picture(frame);
  await drawer.take("kept");
  expect((await kept(owned)).map(({ settings }) => settings.prompt)).toEqual(["an oak in summer"]);
});

test("the settings a sketch is opened with are those last drawn with", async () => {
  const owned = await newSketch({ settings: { prompt: "before" } });
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  drawer.settings({ prompt: "after", strength: 0.9, seed: 3 });
  await drawer.live();
  drawer.frame(1, { pause: true });
  await drawer.take("kept");
  expect(
    await expectJson(call("GET", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie })),
  ).toMatchObject({
    settings: { prompt: "after", strength: 0.9, seed: 3 },
  });
});

test("pictures stand in pages, newest first", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  for (let version = 1; version <= 53; version++) {
    // A draft would wait for its sharper picture.
    drawer.frame(version, { pause: true, quality: "full" }, DRAFT);
    await drawer.take("kept");
    // An honest hand is slower than the limit on messages.
    if (version % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const path = `/api/sketches/${owned.sketch.id}/pictures`;
  const first = pictureList.parse(await expectJson(call("GET", path, { cookie: owned.cookie })));
  expect(first.pictures).toHaveLength(50);
  const second = pictureList.parse(
    await expectJson(call("GET", `${path}?cursor=${first.nextCursor}`, { cookie: owned.cookie })),
  );
  expect(second.nextCursor).toBeNull();
  const ids = [...first.pictures, ...second.pictures].map(({ id }) => id);
  expect(new Set(ids).size).toBe(53);
  expect(ids).toEqual(ids.toSorted().toReversed());
});

test("fifty draft frames touch no storage", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1);
  await drawer.picture(1);
  // The first ink had the ledger asked, beside the frame.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = await statsOf(owned);
  for (let version = 2; version <= 51; version++) {
    if (version % 5 === 0) drawer.changed(version);
    drawer.frame(version);
    await drawer.picture(version);
    // An honest hand is slower than the limit on messages.
    if (version % 25 === 0) await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  const after = await statsOf(owned);
  expect(after.frames - before.frames).toBe(50);
  expect(after.pictures - before.pictures).toBe(50);
  expect(after.storageOps).toBe(before.storageOps);
  expect(await stored(owned)).toEqual([]);
  expect(agent.links[0]?.frames).toHaveLength(51);
});
