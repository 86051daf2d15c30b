/** The road of a frame and its picture, over real sockets through the Worker. */
import { firstSeq, LIVE_PROTOCOL } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { newSketch } from "../people.ts";

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
  expect((await drawer.live()).status).toMatchObject({ state: "live", agent: agent.agentId, painter: false });
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
