/** The road of a frame and its picture, over real sockets through the Worker. */
import { firstSeq, LIVE_PROTOCOL, REPEAT_MS } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { newSketch } from "../../../people.ts";

test("hello is answered with welcome, status and the pen", async () => {
  const drawer = await Drawer.dial(await newSketch());
  drawer.hello();
  expect(await drawer.take("welcome")).toMatchObject({ protocol: LIVE_PROTOCOL, generation: 1, chunks: 0 });
  expect(await drawer.take("pen")).toMatchObject({ holder: "you", epoch: 1 });
  expect(drawer.said().map(({ type }) => type)).toEqual(expect.arrayContaining(["welcome", "status", "pen"]));
});

test("a frame reaches the agent with a sequence, its picture comes back with stamped times", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  expect((await drawer.live()).status).toMatchObject({ state: "live", agent: agent.name, painter: false });
  const want = await drawer.take("want");
  expect(want).toMatchObject({ generation: 1, have: 0, done: 0 });

  drawer.frame(1);
  const { header, image } = await drawer.picture(1);
  const link = await agent.linkTo(owned.sketch.id);
  expect(link.frames).toHaveLength(1);
  expect(link.frames[0]).toMatchObject({ seq: firstSeq(1) + 1, version: 1, epoch: 1, encodeMs: 3 });
  expect(await link.take("settings")).toMatchObject({ settings: { prompt: "a lighthouse at dusk" } });
  expect(header).toMatchObject({
    seq: firstSeq(1) + 1,
    epoch: 1,
    agentMs: 40,
    produceMs: 30,
    quality: "draft",
  });
  expect(image[0]).toBe(0x89);
  expect(await drawer.take("want")).toMatchObject({ have: 1, done: 1 });
});

test("[LP11 LP56] the agent is given settings with the first frame drawn with them; they decide which frames are good", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  drawer.settings({ prompt: "a windmill", seed: 99 });
  drawer.frame(1, { settingsVersion: 1 });
  expect((await drawer.refused("R8")).code).toBe("settings_unknown");
  drawer.frame(1);
  expect(await link.take("settings")).toEqual({
    type: "settings",
    settingsVersion: 2,
    settings: { prompt: "a windmill", strength: 0.6, seed: 99 },
  });
  expect((await link.frame(1)).settingsVersion).toBe(2);
  expect(link.frames).toHaveLength(1);
});

test("want is a level: it says what has arrived, and is said again when the drawer has something new", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: (link, header) => link.picture(header) });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  expect(await drawer.take("want")).toMatchObject({ have: 0, done: 0 });
  // Said just now, it is not said twice; a second later it may have been lost, and is.
  drawer.changed(1);
  await new Promise((resolve) => setTimeout(resolve, REPEAT_MS + 100));
  drawer.changed(1);
  expect(await drawer.take("want")).toMatchObject({ have: 0, done: 0 });
  drawer.frame(4);
  await drawer.picture(4);
  link.turn();
  expect(await drawer.take("want")).toMatchObject({ have: 4, done: 4 });
  expect(drawer.wire.log.filter((said) => typeof said === "string" && said.includes('"want"'))).toHaveLength(
    3,
  );
});

test("the agent is told once that something new is there, and its turn asks the drawer for it", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ mute: true, onFrame: (link, header) => link.picture(header) });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  link.attach();
  await drawer.live();
  drawer.changed(3);
  expect(await link.take("ready")).toEqual({ type: "ready", refine: false });
  link.turn();
  expect(await drawer.take("want")).toMatchObject({ have: 0 });
  drawer.frame(3);
  await drawer.picture(3);
  drawer.changed(3, true);
  expect(await link.take("ready", ({ refine }) => refine)).toEqual({ type: "ready", refine: true });
});

test("latest wins: a frame that waits is replaced by a newer one, and only the newest is drawn", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ mute: true });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  link.attach();
  await drawer.live();
  for (const version of [1, 2, 3]) drawer.frame(version);
  expect(await drawer.take("drop")).toEqual({ type: "drop", version: 1, reason: "superseded" });
  expect(await drawer.take("drop")).toEqual({ type: "drop", version: 2, reason: "superseded" });
  link.turn();
  expect((await drawer.picture(3)).header.version).toBe(3);
  expect(link.frames.map(({ version }) => version)).toEqual([3]);
  expect(drawer.pictures()).toHaveLength(1);
});

test("pictures come back in order even when the agent answers a newer frame first", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: (link) => link.turn() });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  await drawer.live();
  drawer.frame(1);
  const first = await link.frame(1);
  await drawer.take("want", ({ have }) => have === 1);
  drawer.frame(2);
  link.picture(await link.frame(2));
  await drawer.picture(2);
  expect(await drawer.take("drop")).toEqual({ type: "drop", version: 1, reason: "superseded" });
  link.picture(first);
  link.turn();
  drawer.frame(3);
  link.picture(await link.frame(3));
  await drawer.picture(3);
  expect(drawer.pictures().map(({ version }) => version)).toEqual([2, 3]);
});

test("a frame the agent could not draw is dropped, and the next one is", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: () => undefined });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  await drawer.live();
  drawer.frame(1);
  const { seq } = await link.frame(1);
  link.wire.send({ type: "dropped", seq, reason: "failed" });
  expect(await drawer.take("drop")).toEqual({ type: "drop", version: 1, reason: "failed" });
  link.turn();
  expect(await drawer.take("want", ({ have }) => have === 0)).toMatchObject({ done: 0 });
  drawer.frame(1);
  link.picture(await link.frame(1));
  await drawer.picture(1);
});

test("an agent that says it never got the settings is given them again", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: () => undefined });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  drawer.frame(1);
  const { seq } = await link.frame(1);
  await link.take("settings");
  link.wire.send({ type: "dropped", seq, reason: "settings" });
  await drawer.take("drop");
  link.turn();
  drawer.frame(2);
  expect(await link.take("settings")).toMatchObject({ settingsVersion: 1 });
});
