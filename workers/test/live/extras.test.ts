/** Variations, finals and their progress through the Worker: kept beside the canvas's own picture, told to those who can hear. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { pictureList, readHeader, variationSeed, type PictureView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { jpeg } from "../images.ts";
import { call, expectJson, newSketch, type Owned } from "../people.ts";

const CAN = ["variations", "progress"];
const FULL = jpeg(768, 576);
const FINAL = jpeg(1024, 768);
const full = { quality: "full", widthPx: 768, heightPx: 576, pause: true } as const;
const final = { quality: "final", widthPx: 1024, heightPx: 768 } as const;

const kept = async ({ cookie, sketch }: Owned): Promise<PictureView[]> =>
  pictureList.parse(await expectJson(call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie })))
    .pictures;

/** A drawer who can all there is, on a host that can too, its first canvas answered. */
async function resting(owned: Owned): Promise<Drawer> {
  await FakeAgent.start({ can: CAN });
  const drawer = await Drawer.drawing(owned, { can: CAN });
  await drawer.live();
  drawer.frame(1, full, FULL);
  await drawer.take("kept");
  return drawer;
}

test("[LP37 LP39 LP44] variations are kept beside the canvas's picture, each with the seed it was drawn with", async () => {
  const owned = await newSketch();
  const drawer = await resting(owned);
  const watcher = await Drawer.join(owned, { pen: "watch", can: CAN });
  const old = await Drawer.join(owned, { pen: "watch" });
  for (const variation of [1, 2, 3, 4]) {
    drawer.frame(1, { ...full, variation }, FULL);
    expect(await drawer.take("kept", (said) => said.variation === variation)).toMatchObject({
      version: 1,
      quality: "full",
    });
    await watcher.take("kept", (said) => said.variation === variation);
  }
  drawer.frame(2);
  await old.picture(2);
  expect(old.pictures().map(({ variation }) => variation)).toEqual([undefined]);
  expect(old.said().some(({ type }) => type === "kept")).toBe(false);
  expect(watcher.pictures().map(({ variation }) => variation)).toEqual([1, 2, 3, 4, undefined]);
  const pictures = await kept(owned);
  expect(pictures).toHaveLength(5);
  for (const { kind, variation, settings, version } of pictures) {
    expect(version).toBe(1);
    expect(kind).toBe(variation === null ? "live" : "variation");
    expect(settings.seed).toBe(variationSeed(7, variation ?? 0));
  }
  const { lastPicture, pictureCount } = await expectJson<{ lastPicture: PictureView; pictureCount: number }>(
    call("GET", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie }),
  );
  expect(lastPicture.kind).toBe("live");
  expect(pictureCount).toBe(5);
});

test("[LP39] a variation that is drawn again takes its own place, and its pin stays", async () => {
  const owned = await newSketch();
  const drawer = await resting(owned);
  drawer.frame(1, { ...full, variation: 2 }, FULL);
  const { pictureId } = await drawer.take("kept", ({ variation }) => variation === 2);
  const json = { pinned: true };
  await expectJson(call("PATCH", `/api/pictures/${pictureId}`, { cookie: owned.cookie, json }));
  const before = (await kept(owned)).find(({ id }) => id === pictureId);
  drawer.frame(1, { ...full, variation: 2 }, FULL);
  expect((await drawer.take("kept", ({ variation }) => variation === 2)).pictureId).toBe(pictureId);
  const after = (await kept(owned)).find(({ id }) => id === pictureId);
  expect(after?.pinnedAt).toBe(before?.pinnedAt);
  expect(after?.url).not.toBe(before?.url);
  expect(await kept(owned)).toHaveLength(2);
});

test("[LP41 LP43] a final is kept beside it, its progress passed on, a hostile one's too much of it not", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({
    can: CAN,
    onFrame: (link, header) => {
      if (header.quality === "final") {
        const say = (step: number, steps: number, seq = header.seq) =>
          link.wire.send({ type: "progress", seq, step, steps });
        for (let step = 1; step <= 50; step++) say(step, 50);
        say(1, 50, header.seq + 1);
      }
      link.picture(header);
      link.turn();
    },
  });
  const drawer = await Drawer.drawing(owned, { can: CAN });
  await drawer.live();
  drawer.frame(1, full, FULL);
  const live = await drawer.take("kept");
  drawer.frame(1, final, FINAL);
  expect(await drawer.take("progress")).toEqual({ type: "progress", version: 1, step: 1, steps: 50 });
  expect(await drawer.take("kept", ({ quality }) => quality === "final")).toMatchObject({ version: 1 });
  expect(drawer.said().filter(({ type }) => type === "progress").length).toBeLessThan(5);
  const pictures = await kept(owned);
  expect(pictures.map(({ kind, widthPx }) => [kind, widthPx])).toEqual([
    ["final", 1024],
    ["live", 768],
  ]);
  expect(pictures[1]?.id).toBe(live.pictureId);
  expect(agent.links[0]?.frames).toHaveLength(2);
});

test.each([
  { type: "progress", seq: 1, step: 0, steps: 4 },
  { type: "progress", seq: 1, step: 5, steps: 10_001 },
  { type: "progress", seq: -1, step: 1, steps: 4 },
  { type: "progress", seq: 1, step: "1", steps: 4 },
])("[LP43] %j ends its agent's socket, and the sketch goes on with another", async (garbage) => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ can: CAN });
  const drawer = await Drawer.drawing(owned, { can: CAN });
  await drawer.live();
  const link = await agent.linkTo(owned.sketch.id);
  link.wire.send(garbage);
  expect((await link.wire.ended()).code).toBe(4415);
  drawer.frame(1);
  await drawer.picture(1);
});

test("[LP36 LP40] what all can outlives the session's memory", async () => {
  const owned = await newSketch();
  const drawer = await resting(owned);
  await evictDurableObject(env.SESSIONS.getByName(`${owned.sketch.id}:1`));
  drawer.changed(1, true);
  await drawer.take("want", ({ generation }) => generation > 1);
  drawer.frame(1, { ...full, variation: 1 }, FULL);
  expect((await drawer.take("kept", ({ variation }) => variation === 1)).version).toBe(1);
  expect(drawer.pictures().at(-1)?.variation).toBe(1);
});

test("[LP36 LP37 R12] an agent that never said so makes none, though its pictures may claim it", async () => {
  const owned = await newSketch();
  await FakeAgent.start({
    onFrame: (link, header) => {
      link.picture(header, { variation: 3, pause: true });
      link.turn();
    },
  });
  const drawer = await Drawer.drawing(owned, { can: CAN });
  await drawer.live();
  drawer.frame(1, { variation: 1 });
  expect((await drawer.refused("R12")).code).toBe("bad_variation");
  drawer.frame(1);
  const { header } = await drawer.picture(1);
  expect([header.variation, header.pause]).toEqual([undefined, false]);
  expect(readHeader(drawer.wire.log.at(-1) as Uint8Array)).toMatchObject({ pause: false });
  expect(await kept(owned)).toEqual([]);
});
