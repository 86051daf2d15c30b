/** Variations through the Worker: kept beside the canvas's own picture, told to those who can hear. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { pictureList, readHeader, variationSeed, type PictureView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { jpeg } from "../../../images.ts";
import { call, expectJson, newSketch, type Owned } from "../../../people.ts";

const CAN = ["variations"];
const FULL = jpeg(768, 576);
const full = { quality: "full", widthPx: 768, heightPx: 576, pause: true } as const;

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
