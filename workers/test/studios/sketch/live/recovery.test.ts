/** What a drawer does not notice: lost sockets, dead hosts, hosts that swallow frames. */
import { CLOSE } from "@llamasketch/contract";
import { expect, test } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { newSketch, statsOf } from "../../../people.ts";
import { hostOf } from "../../../hosts.ts";

test("an agent whose socket dropped dials again with the same ticket, and nothing moves", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: () => undefined });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const link = await agent.linkTo(owned.sketch.id);
  drawer.frame(1);
  await link.frame(1);
  link.wire.close();
  const again = await agent.dial(link.assignment);
  const resent = await again.frame(1);
  again.picture(resent);
  expect((await drawer.picture(1)).header.seq).toBe(resent.seq);
  expect(agent.assignments).toHaveLength(1);
  expect(await statsOf(owned)).toMatchObject({ placements: 0, generation: 1, pictures: 1 });
});

test("an agent that dials a second time replaces its first socket, whose frame is drawn on the second", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start({ onFrame: () => undefined });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const link = await agent.linkTo(owned.sketch.id);
  drawer.frame(1);
  await link.frame(1);
  const again = await agent.dial(link.assignment);
  expect(await link.wire.ended()).toMatchObject({ code: CLOSE.old_placement.code });
  again.picture(await again.frame(1));
  await drawer.picture(1);
});

test("L41, a host dies with a frame on it: the other host draws that very frame", async () => {
  const owned = await newSketch();
  const doomed = await FakeAgent.start({
    frameMs: 10,
    onFrame: (link) => link.frames.length && doomed.die(),
  });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const heir = await FakeAgent.start({ frameMs: 500 });
  drawer.frame(1);
  const { header } = await drawer.picture(1);
  expect(header.version).toBe(1);
  expect(doomed.links).toHaveLength(1);
  expect(heir.links).toHaveLength(1);
  expect((await drawer.live()).status).toMatchObject({ agent: heir.name });
  expect((await heir.assigned(owned.sketch.id)).placement).toBeGreaterThan(
    (await doomed.assigned(owned.sketch.id)).placement,
  );
  expect(await statsOf(owned)).toMatchObject({ generation: 1, pictures: 1 });
  expect(await hostOf(owned)).toBe(heir.agentId);
});

test("a frame that is swallowed is overdue: another host draws it, and the first may not come back", async () => {
  const owned = await newSketch();
  const lazy = await FakeAgent.start({ frameMs: 10, onFrame: () => undefined });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const heir = await FakeAgent.start({ frameMs: 500 });
  drawer.frame(1);
  await drawer.picture(1);
  expect(heir.links).toHaveLength(1);
  const [first] = lazy.links;
  expect(await first?.wire.ended()).toMatchObject({ code: CLOSE.old_placement.code });
  const back = await lazy.dial(await lazy.assigned(owned.sketch.id));
  expect(await back.wire.ended()).toMatchObject({ code: CLOSE.old_placement.code });
  expect(await statsOf(owned)).toMatchObject({ placements: 1 });
  expect(await hostOf(owned)).toBe(heir.agentId);
});

test("a host that swallows frames and is the only one gets another chance", async () => {
  const owned = await newSketch();
  let frames = 0;
  const only = await FakeAgent.start({
    onFrame: (link, header) => {
      frames += 1;
      if (frames > 1) link.picture(header);
    },
  });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.frame(1);
  await drawer.picture(1);
  expect(only.links).toHaveLength(2);
  expect(await statsOf(owned)).toMatchObject({ placements: 1 });
  expect(await hostOf(owned)).toBe(only.agentId);
});

test("a host that never answers `ready` loses the session, and so does one that never attaches", async () => {
  const owned = await newSketch();
  const silent = await FakeAgent.start({ frameMs: 10, mute: true });
  const drawer = await Drawer.drawing(owned);
  const link = await silent.linkTo(owned.sketch.id);
  link.attach();
  await drawer.live();
  drawer.frame(1);
  await link.take("ready");
  const second = await FakeAgent.start({ frameMs: 500, mute: true });
  await link.wire.ended();
  // The second dials and then says nothing at all.
  const dumb = await second.linkTo(owned.sketch.id);
  silent.die();
  const third = await FakeAgent.start({ frameMs: 900 });
  await dumb.wire.ended();
  await drawer.picture(1);
  expect(third.links).toHaveLength(1);
  expect((await statsOf(owned)).placements).toBe(2);
});

test("a host that says when its turn comes is waited for", async () => {
  const owned = await newSketch();
  const busy = await FakeAgent.start({ mute: true });
  const drawer = await Drawer.drawing(owned);
  const link = await busy.linkTo(owned.sketch.id);
  link.attach();
  await drawer.live();
  drawer.frame(1);
  await link.take("ready");
  link.wire.send({ type: "soon", inMs: 2000 });
  await new Promise((resolve) => setTimeout(resolve, 2200));
  link.turn();
  await drawer.picture(1);
  expect(busy.links).toHaveLength(1);
  expect((await statsOf(owned)).placements).toBe(0);
});

test("a host that leaves in good order is replaced at once", async () => {
  const owned = await newSketch();
  const leaving = await FakeAgent.start({ frameMs: 10 });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  const heir = await FakeAgent.start({ frameMs: 500 });
  leaving.control?.close(CLOSE.draining.code);
  (await leaving.linkTo(owned.sketch.id)).wire.close(CLOSE.draining.code);
  drawer.frame(1);
  await drawer.picture(1, 2000);
  expect(heir.links).toHaveLength(1);
});

test("without any host a drawer is told so, keeps its strokes, and is served when one appears", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.drawing(owned);
  await drawer.take("status", ({ status }) => status.state === "placing");
  drawer.frame(1);
  drawer.chunk(1, new Uint8Array([1]));
  await drawer.take("saved");
  const agent = await FakeAgent.start();
  await drawer.picture(1);
  expect(agent.links).toHaveLength(1);
});

test("a host that takes a session and never dials is avoided after a while", async () => {
  const owned = await newSketch();
  const unreachable = await FakeAgent.start({ frameMs: 10, onAssign: () => undefined });
  const heir = await FakeAgent.start({ frameMs: 500 });
  const drawer = await Drawer.drawing(owned);
  drawer.frame(1);
  await drawer.picture(1, 15_000);
  expect(unreachable.links).toHaveLength(0);
  expect(heir.links).toHaveLength(1);
});
