/**
 * Memory is a cache: an object that loses it goes on with the same sockets, pen and agent. It sleeps once its meter rests, ten
 * seconds after the last picture.
 */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { CLOSE, firstSeq } from "@llamasketch/contract";
import { expect, test, vi } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { newSketch, statsOf, type Owned } from "../../../people.ts";

vi.setConfig({ testTimeout: 60_000 });

const evict = ({ sketch }: Owned, webSockets: "hibernate" | "close" = "hibernate") =>
  evictDurableObject(env.SESSIONS.getByName(`${sketch.id}:1`), { webSockets });

test("a frame after hibernation still reaches the agent, and its picture comes back", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1);
  const before = (await drawer.picture(1)).header;
  await drawer.take("want", ({ done }) => done === 1);

  await evict(owned);
  drawer.frame(2);
  const after = (await drawer.picture(2)).header;
  expect(after.epoch).toBe(before.epoch);
  expect(after.seq).toBe(firstSeq(2) + 1);
  expect(await drawer.take("want", ({ generation }) => generation === 2)).toMatchObject({ have: 2 });
  const link = await agent.linkTo(owned.sketch.id);
  expect(await link.take("sync")).toEqual({ type: "sync", generation: 2 });
  expect(agent.links).toHaveLength(1);
  expect(await statsOf(owned)).toMatchObject({ generation: 2, epoch: 1, placements: 0, clients: 1 });
});

test("sequence numbers only grow, whatever is forgotten in between", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const seqs: number[] = [];
  for (let version = 1; version <= 8; version++) {
    drawer.frame(version);
    seqs.push((await drawer.picture(version)).header.seq);
    if (version % 4 === 0) await evict(owned);
  }
  expect(new Set(seqs).size).toBe(8);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect((await statsOf(owned)).generation).toBe(3);
});

test("a message that is no frame wakes the session too, and it asks for what it no longer has", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(3);
  await drawer.picture(3);
  await evict(owned);
  drawer.changed(4);
  expect(await drawer.take("want", ({ generation }) => generation === 2)).toMatchObject({ have: 0, done: 0 });
  drawer.frame(4);
  await drawer.picture(4);
});

test("settings, pen and the watchers' seats survive", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  drawer.settings({ prompt: "a heron" });
  const watcher = await Drawer.join(owned, { pen: "watch" });
  await drawer.live();
  await evict(owned);
  watcher.frame(1, { settingsVersion: 2 });
  await watcher.refused("R3");
  drawer.frame(1);
  await watcher.picture(1);
  expect((await agent.linkTo(owned.sketch.id)).frames[0]?.settingsVersion).toBe(2);
  drawer.frame(2, { settingsVersion: 1 });
  await drawer.refused("R8");
});

test("epoch, placement, pen and chunk count survive even when every socket is lost too", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const first = await Drawer.drawing(owned);
  await first.live();
  for (const id of [1, 2, 3]) {
    first.chunk(id, new Uint8Array([id]));
    await first.take("saved", ({ index }) => index === id - 1);
  }
  const second = await Drawer.dial(owned);
  second.hello("take");
  await second.take("pen", ({ holder }) => holder === "you");
  const assignment = await agent.assigned(owned.sketch.id);

  await evict(owned, "close");
  await second.wire.ended();
  const again = await Drawer.dial(owned, second.clientId);
  again.hello();
  expect(await again.take("welcome")).toMatchObject({ generation: 2, chunks: 3 });
  expect(await again.take("pen")).toMatchObject({ holder: "you", epoch: 2 });
  await agent.dialOnce(assignment);
  await again.live();
  again.settings();
  again.frame(1);
  expect((await again.picture(1)).header.epoch).toBe(2);
  again.chunk(4, new Uint8Array([4]));
  expect(await again.take("saved")).toMatchObject({ index: 3 });
});

test("an agent of an older placement is turned away after the object forgot everything", async () => {
  const owned = await newSketch();
  const lazy = await FakeAgent.start({ onFrame: () => undefined, frameMs: 10 });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const assignment = await lazy.assigned(owned.sketch.id);
  const other = await FakeAgent.start({ frameMs: 1000 });
  drawer.frame(1);
  await drawer.picture(1);
  await evict(owned);
  const link = await lazy.dial(assignment);
  expect(await link.wire.ended()).toMatchObject({ code: CLOSE.old_placement.code });
  drawer.frame(2);
  await drawer.picture(2);
  expect(other.holding()).toHaveLength(1);
});

test("the dispatcher sleeps and wakes with every host and placement", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  await evictDurableObject(env.DISPATCHERS.getByName("local"));
  const next = await newSketch();
  const other = await Drawer.drawing(next);
  await other.live();
  other.frame(1);
  await other.picture(1);
  drawer.frame(1);
  await drawer.picture(1);
  expect(agent.links).toHaveLength(2);
  expect(await statsOf(owned)).toMatchObject({ placements: 0, generation: 1 });
});
