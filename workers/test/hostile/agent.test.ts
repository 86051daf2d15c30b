/** A host that lies or babbles on a session's socket: nothing of it reaches the browser, and another host draws. */
import {
  AGENT_MESSAGE_MAX_BYTES,
  LIVE_PROTOCOL,
  encodeMessage,
  type FrameHeader,
} from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent, type SessionLink } from "../fake-agent.ts";
import { jpeg, png } from "../images.ts";
import { newSketch, statsOf, type Owned } from "../people.ts";
import { hostOf } from "../hosts.ts";

interface Stage {
  owned: Owned;
  drawer: Drawer;
  hostile: FakeAgent;
  honest: FakeAgent;
  link: SessionLink;
}

/** A session on a host that does as it is told here, and an honest, slower host beside it. */
async function stage(
  onFrame: (link: SessionLink, frame: FrameHeader) => void = () => undefined,
): Promise<Stage> {
  const owned = await newSketch();
  const hostile = await FakeAgent.start({ frameMs: 10, onFrame });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const link = await hostile.linkTo(owned.sketch.id);
  const honest = await FakeAgent.start({ frameMs: 900 });
  return { owned, drawer, hostile, honest, link };
}

/** The host is out for good, and the frame it had is drawn by the honest one. */
async function recovers({ owned, drawer, hostile, honest, link }: Stage, version: number): Promise<void> {
  await link.wire.ended();
  const { image } = await drawer.picture(version);
  expect(image).toEqual(png(512, 384));
  expect(drawer.pictures()).toHaveLength(1);
  expect(honest.links).toHaveLength(1);
  expect(hostile.links).toHaveLength(1);
  expect(await hostOf(owned)).toBe(honest.agentId);
}

/** Draws versions from 1 until the host is struck out; the last of them is what the honest host is given. */
async function struckOut(stage: Stage): Promise<void> {
  const { drawer } = stage;
  for (const version of [1, 2]) {
    drawer.frame(version);
    expect(await drawer.take("drop")).toEqual({ type: "drop", version, reason: "failed" });
  }
  drawer.frame(3);
  await stage.link.wire.ended();
  drawer.frame(4);
  await recovers(stage, 4);
}

test.each([
  ["of another width", { widthPx: 511 }, undefined],
  ["of another canvas version", { version: 900 }, undefined],
  ["of another quality", { quality: "full" }, undefined],
  ["of garbage", {}, crypto.getRandomValues(new Uint8Array(4000))],
  ["of nothing", {}, new Uint8Array(0)],
  ["truncated", {}, png(512, 384).subarray(0, 4000)],
  ["of another size than its header", {}, png(500, 384)],
  ["of another format than its header", {}, jpeg(512, 384)],
] as const)("pictures %s: three and it is out", async (_what, lie, image) => {
  await struckOut(
    await stage((link, frame) => {
      link.picture(frame, lie, image);
      link.turn();
    }),
  );
});

test("pictures that nobody asked for: three and it is out", async () => {
  const found = await stage();
  found.drawer.frame(1);
  const frame = await found.link.frame(1);
  for (let n = 1; n <= 3; n++) found.link.picture(frame, { seq: frame.seq + n });
  await recovers(found, 1);
});

test("the same picture again is not shown again", async () => {
  const { drawer, link, owned } = await stage((link, frame) => {
    link.picture(frame);
    link.picture(frame);
    link.turn();
  });
  for (const version of [1, 2, 3, 4]) {
    drawer.frame(version);
    await drawer.picture(version);
  }
  expect(drawer.pictures().map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  expect(link.wire.closed).toBeNull();
  expect((await statsOf(owned)).pictures).toBe(4);
});

test("a lie now and then is forgiven while honest pictures come", async () => {
  let frames = 0;
  const { drawer, link } = await stage((link, frame) => {
    frames += 1;
    link.picture(frame, frames % 2 ? { widthPx: 100 } : {});
    link.turn();
  });
  for (let version = 1; version <= 8; version++) {
    drawer.frame(version);
    if (version % 2) await drawer.take("drop");
    else await drawer.picture(version);
  }
  expect(link.wire.closed).toBeNull();
});

test("pictures of another epoch, past or future, are not shown", async () => {
  const found = await stage();
  found.drawer.frame(1);
  const frame = await found.link.frame(1);
  for (const epoch of [0, 2, 0xffff_ffff]) found.link.picture(frame, { epoch });
  found.link.picture(frame);
  await found.drawer.picture(1);
  expect(found.drawer.pictures()).toHaveLength(1);
});

test("a picture before `attach` is not shown", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ mute: true });
  const drawer = await Drawer.drawing(owned);
  const link = await agent.linkTo(owned.sketch.id);
  drawer.frame(1);
  const asked = {
    epoch: 1,
    version: 1,
    widthPx: 512,
    heightPx: 384,
    pause: false,
    encodeMs: 0,
    settingsVersion: 1,
  };
  for (let seq = 0; seq < 5; seq++) {
    link.picture({ ...asked, kind: "frame", format: "jpeg", quality: "draft", seq: 2 ** 32 + seq });
  }
  link.turn();
  link.attach();
  await drawer.live();
  link.turn();
  expect((await link.frame(1)).seq).toBe(2 ** 32 + 1);
  await drawer.picture(1);
  expect(drawer.pictures()).toHaveLength(1);
});

const FRAME: FrameHeader = {
  kind: "frame",
  format: "jpeg",
  epoch: 1,
  seq: 1,
  version: 1,
  widthPx: 512,
  heightPx: 384,
  quality: "draft",
  pause: false,
  encodeMs: 0,
  settingsVersion: 1,
};

test.each([
  ["words of no protocol", "hello"],
  ["a message of another protocol", JSON.stringify({ type: "registered" })],
  ["far too long a text", JSON.stringify({ type: "turn", padding: "x".repeat(5000) })],
  ["random bytes", crypto.getRandomValues(new Uint8Array(500))],
  ["an empty message", new Uint8Array(0)],
  ["a frame, as browsers send them", encodeMessage(FRAME, jpeg(512, 384))],
  ["a giant picture", new Uint8Array(AGENT_MESSAGE_MAX_BYTES + 1)],
  [
    "an attach in another version",
    JSON.stringify({ type: "attach", protocol: LIVE_PROTOCOL + 1, name: "x", painter: true, expectMs: 1 }),
  ],
])("%s: it is cut off and another host draws the frame it had", async (_what, message) => {
  const found = await stage();
  found.drawer.frame(1);
  await found.link.frame(1);
  found.link.wire.send(message);
  expect((await found.link.wire.ended()).code).toBeGreaterThanOrEqual(4400);
  await recovers(found, 1);
});
