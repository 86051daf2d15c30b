/** A drawer who leaves gives its place on the GPU back. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { CLOSE } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { newSketch, overview, statsOf } from "../people.ts";

test("ten seconds after the last drawer left the host is released, and the next in line has the place", async () => {
  const agent = await FakeAgent.start({ capacity: 1 });
  const owned = await newSketch();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const waiting = await Drawer.drawing(await newSketch());
  await waiting.take("status", ({ status }) => status.state === "busy");
  drawer.wire.close();
  const link = await agent.linkTo(owned.sketch.id);
  expect(await link.wire.ended(15_000)).toMatchObject({ code: CLOSE.released.code });
  await waiting.live();
  expect(await statsOf(owned)).toMatchObject({ attached: false, clients: 0 });
  expect((await overview()).hosts.find(({ agentId }) => agentId === agent.agentId)?.sessions).toBe(1);
});

test("a reload within that time finds the same host", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.wire.close();
  const again = await Drawer.dial(owned);
  again.hello();
  expect((await again.live()).status).toMatchObject({ agent: agent.name });
  again.settings();
  await again.take("pen");
  again.frame(1);
  await again.picture(1);
  expect(agent.links).toHaveLength(1);
});

test("the alarm leaves a busy session its host, and comes again", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const stub = env.SESSIONS.getByName(`${owned.sketch.id}:1`);
  for (let n = 0; n < 3; n++) expect(await runDurableObjectAlarm(stub)).toBe(true);
  drawer.frame(1);
  await drawer.picture(1);
});
