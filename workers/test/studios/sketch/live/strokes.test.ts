/** The stroke log: opaque chunks, in order, once each. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { openedSketchView } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { call, expectJson, newSketch, type Owned } from "../../../people.ts";
import { lifeOf, withoutStore } from "./life.ts";

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const log = async ({ cookie, sketch }: Owned) => {
  const answer = await call("GET", `/api/sketches/${sketch.id}/strokes`, { cookie });
  return {
    chunks: answer.headers.get("x-chunks"),
    text: new TextDecoder().decode(await answer.arrayBuffer()),
  };
};
const opened = async ({ cookie, sketch }: Owned) =>
  openedSketchView.parse(await expectJson(call("GET", `/api/sketches/${sketch.id}`, { cookie })));

test("chunks are stored in the order they came and come back as one log", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  const ids = [70, 3, 9_007_199_254_740_991, 12, 0];
  for (const [at, id] of ids.entries()) drawer.chunk(id, text(`stroke ${at};`));
  // The first is stored at once; those that come while it is fresh are one piece.
  for (const [at, chunkId] of ids.entries()) {
    expect(await drawer.take("saved")).toEqual({ type: "saved", chunkId, index: at === 0 ? 0 : 1 });
  }
  expect(await log(owned)).toEqual({ chunks: "2", text: "stroke 0;stroke 1;stroke 2;stroke 3;stroke 4;" });
  expect((await opened(owned)).chunks).toBe(2);
});

test("the same chunk again changes nothing and is told its old place", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  drawer.chunk(1, text("a"));
  drawer.chunk(2, text("b"));
  drawer.chunk(1, text("a"));
  for (const expected of [
    { chunkId: 1, index: 0 },
    { chunkId: 2, index: 1 },
    { chunkId: 1, index: 0 },
  ]) {
    expect(await drawer.take("saved")).toMatchObject(expected);
  }
  expect(await log(owned)).toEqual({ chunks: "2", text: "ab" });
});

test("[LP23] a chunk of several that were stored as one is known by itself, also to a session that forgot", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  // One that looks for an agent does not sleep.
  await drawer.live();
  for (const id of [1, 2, 3]) drawer.chunk(id, text(`${id};`));
  for (const id of [1, 2, 3]) await drawer.take("saved", ({ chunkId }) => chunkId === id);
  await evictDurableObject(env.SESSIONS.getByName(`${owned.sketch.id}:1`), { webSockets: "hibernate" });
  drawer.chunk(3, text("3;"));
  drawer.chunk(4, text("4;"));
  expect(await drawer.take("saved")).toMatchObject({ chunkId: 3, index: 1 });
  expect(await drawer.take("saved")).toMatchObject({ chunkId: 4, index: 2 });
  expect(await log(owned)).toEqual({ chunks: "3", text: "1;2;3;4;" });
});

test("[LP23] while another device looks on every chunk is stored at once", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  await Drawer.join(owned, { pen: "watch" });
  for (const id of [1, 2, 3]) {
    drawer.chunk(id, text(`${id};`));
    expect(await drawer.take("saved", undefined, 1500)).toMatchObject({ index: id - 1 });
  }
});

test("two lives of a session that write at once keep every chunk, once", async () => {
  const owned = await newSketch();
  const lives = [1, 2, 3].map(() => lifeOf(owned, false));
  const header = { kind: "chunk", epoch: 1, version: 1 } as const;
  const indexes = await Promise.all(
    lives.flatMap((life, at) =>
      [at, 9].map((chunkId) => life.chunk({ ...header, chunkId }, text(`${chunkId};`))),
    ),
  );
  await Promise.all(lives.map((life) => life.writeDown()));
  // Each life makes one piece of what it has at once; what another stored is known to it.
  expect(new Set(indexes).size).toBe(3);
  const whole = await log(owned);
  expect(whole.text.split(";").toSorted()).toEqual(["", "0", "1", "2", "9"]);
});

test("a chunk sent again after a reconnect is the same chunk", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  drawer.chunk(1, text("a"));
  await drawer.take("saved");
  drawer.wire.close();
  const again = await Drawer.dial(owned, drawer.clientId);
  again.hello();
  expect(await again.take("welcome")).toMatchObject({ chunks: 1 });
  await again.take("pen");
  again.chunk(1, text("a"));
  expect(await again.take("saved")).toMatchObject({ index: 0 });
  expect((await log(owned)).text).toBe("a");
});

test("R4, strokes of another epoch are refused and not stored", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  for (const epoch of [0, 2, 0xffff_ffff]) {
    drawer.chunk(1, text("x"), { epoch });
    await drawer.refused("R4");
  }
  drawer.chunk(2, text("y"));
  await drawer.take("saved");
  expect(await log(owned)).toEqual({ chunks: "1", text: "y" });
});

test("R9, a chunk holds 1 to 262144 bytes", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  for (const bytes of [0, 262_145]) {
    drawer.chunk(1, new Uint8Array(bytes));
    await drawer.refused("R9");
  }
  drawer.chunk(2, new Uint8Array(262_144).fill(65));
  await drawer.take("saved");
  expect((await log(owned)).text).toHaveLength(262_144);
});

test("R11, what could not be stored is said, and sent again is stored", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  await withoutStore(owned, async () => {
    drawer.chunk(1, text("a"));
    expect((await drawer.refused("R11")).code).toBe("not_stored");
  });
  drawer.chunk(1, text("a"));
  expect(await drawer.take("saved")).toMatchObject({ index: 0 });
  expect((await log(owned)).text).toBe("a");
});

test("`current` says whether the last picture shows every stroke", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  expect((await opened(owned)).current).toBe(true);
  drawer.chunk(1, text("a"), { version: 4 });
  await drawer.take("saved");
  expect((await opened(owned)).current).toBe(false);
  drawer.frame(3, { pause: true });
  await drawer.take("kept");
  expect((await opened(owned)).current).toBe(false);
  drawer.frame(4, { pause: true });
  await drawer.take("kept");
  expect((await opened(owned)).current).toBe(true);
  drawer.chunk(2, text("b"), { version: 5 });
  await drawer.take("saved");
  expect((await opened(owned)).current).toBe(false);

  const second = await Drawer.dial(owned);
  second.hello("take");
  await drawer.take("yield");
  drawer.wire.send({ type: "yielded" });
  await second.take("pen", ({ holder }) => holder === "you");
  second.settings();
  // A later pen counts its versions from the beginning: the epoch decides.
  second.frame(1, { pause: true });
  await second.take("kept");
  expect((await opened(owned)).current).toBe(true);
});
