/** One pen a sketch: who may draw, and what becomes of what was drawn under an older pen. */
import { CLOSE } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { newSketch, statsOf } from "../../../people.ts";
import { hostOf } from "../../../hosts.ts";

const BYTES = new Uint8Array([1, 2, 3]);

test("a second device watches: it sees every picture and may change nothing", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const first = await Drawer.drawing(owned);
  await first.live();
  const second = await Drawer.dial(owned);
  second.hello();
  expect(await second.take("pen")).toMatchObject({ holder: "other", epoch: 1 });
  first.frame(1);
  await first.picture(1);
  await second.picture(1);

  second.settings();
  await second.refused("R3");
  second.frame(2, { settingsVersion: 1 });
  await second.refused("R3");
  second.changed(2);
  await second.refused("R3");
  second.chunk(1, BYTES);
  await second.refused("R3");
  first.frame(2);
  await second.picture(2);
  expect((await statsOf(owned)).frames).toBe(2);
});

test("one that only wants to watch leaves a free pen where it is", async () => {
  const owned = await newSketch();
  const watcher = await Drawer.dial(owned);
  watcher.hello("watch");
  expect(await watcher.take("pen")).toMatchObject({ holder: "none", epoch: 0 });
  const first = await Drawer.dial(owned);
  first.hello();
  expect(await first.take("pen")).toMatchObject({ holder: "you", epoch: 1 });
  expect(await watcher.take("pen")).toMatchObject({ holder: "other", epoch: 1 });
});

test("take: the holder yields with its last strokes, then the pen has a new epoch", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const first = await Drawer.drawing(owned);
  await first.live();
  const second = await Drawer.join(owned);
  second.wire.send({ type: "take" });
  await first.take("yield");
  first.chunk(5, BYTES);
  first.wire.send({ type: "yielded" });
  expect(await first.take("saved")).toMatchObject({ chunkId: 5, index: 0 });
  expect(await first.take("pen", ({ epoch }) => epoch === 2)).toMatchObject({ holder: "other" });
  expect(await second.take("pen", ({ epoch }) => epoch === 2)).toMatchObject({ holder: "you" });

  first.frame(9, { epoch: 1 });
  await first.refused("R3");
  second.settings();
  second.frame(1, { epoch: 1 });
  expect((await second.refused("R4")).code).toBe("old_epoch");
  second.chunk(6, BYTES, { epoch: 1 });
  await second.refused("R4");
  second.frame(1);
  expect((await second.picture(1)).header.epoch).toBe(2);
  const link = await agent.linkTo(owned.sketch.id);
  expect(link.frames.map(({ epoch, version }) => [epoch, version])).toEqual([[2, 1]]);
});

test("a holder that does not answer loses the pen soon all the same", async () => {
  const owned = await newSketch();
  const first = await Drawer.join(owned);
  const second = await Drawer.dial(owned);
  second.hello("take");
  expect(await second.take("pen")).toMatchObject({ holder: "you", epoch: 2 });
  await first.take("yield");
  expect(await first.take("pen")).toMatchObject({ holder: "other", epoch: 2 });
});

test("a pen whose holder has left is taken at once, and one whose taker has left stays", async () => {
  const owned = await newSketch();
  const first = await Drawer.join(owned);
  const second = await Drawer.join(owned);
  first.wire.close();
  await second.take("pen", ({ holder }) => holder === "none");
  second.wire.send({ type: "take" });
  expect(await second.take("pen")).toMatchObject({ holder: "you", epoch: 2 });

  const third = await Drawer.join(owned);
  third.wire.send({ type: "take" });
  await second.take("yield");
  third.wire.close();
  second.wire.send({ type: "yielded" });
  second.chunk(1, BYTES);
  await second.take("saved");
  expect((await statsOf(owned)).epoch).toBe(2);
});

test("pictures of an older epoch change nothing, and are no offence", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: (link) => link.turn() });
  const first = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  await first.live();
  const old = [];
  for (const version of [1, 2, 3, 4]) {
    first.frame(version, { pause: true });
    old.push(await link.frame(version));
  }
  const second = await Drawer.dial(owned);
  second.hello("take");
  await first.take("yield");
  first.wire.send({ type: "yielded" });
  await second.take("pen", ({ holder }) => holder === "you");
  second.settings();
  for (const frame of old) link.picture(frame);
  second.frame(1);
  link.picture(await link.frame(1));
  expect((await second.picture(1)).header.epoch).toBe(2);
  expect(second.pictures()).toHaveLength(1);
  expect(second.said().some(({ type }) => type === "kept")).toBe(false);
  expect(await statsOf(owned)).toMatchObject({ placements: 0, pictures: 1 });
  expect(await hostOf(owned)).toBe(agent.agentId);
});

test("a new pen begins without settings: nothing is drawn with another's words", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const first = await Drawer.drawing(owned);
  await first.live();
  first.wire.close();
  const second = await Drawer.dial(owned);
  second.hello("take");
  await second.take("pen", ({ holder }) => holder === "you");
  second.frame(1, { settingsVersion: 1 });
  await second.refused("R8");
});

test("the same tab coming back keeps pen and epoch, and its old socket is closed", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const first = await Drawer.drawing(owned);
  await first.live();
  first.frame(1);
  await first.picture(1);
  const again = await Drawer.dial(owned, first.clientId);
  again.hello();
  expect(await again.take("pen")).toMatchObject({ holder: "you", epoch: 1 });
  expect(await first.wire.ended()).toMatchObject({ code: CLOSE.replaced.code });
  expect(await again.take("want")).toMatchObject({ have: 1, done: 1 });
  again.settings();
  again.frame(2);
  expect((await again.picture(2)).header.epoch).toBe(1);
  expect(agent.links).toHaveLength(1);
  expect(await statsOf(owned)).toMatchObject({ epoch: 1, generation: 1, clients: 1, placements: 0 });
});

test("a tab that was away for a moment finds its pen, though another device watches", async () => {
  const owned = await newSketch();
  const first = await Drawer.join(owned);
  const watcher = await Drawer.join(owned, { pen: "watch" });
  first.wire.close();
  await watcher.take("pen", ({ holder }) => holder === "none");
  const again = await Drawer.dial(owned, first.clientId);
  again.hello();
  expect(await again.take("pen")).toMatchObject({ holder: "you", epoch: 1 });
});
