/** Which host draws for whom. */
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { newSketch, overview, statsOf } from "../people.ts";

async function drawing(): Promise<{ drawer: Drawer; on: string }> {
  const drawer = await Drawer.drawing(await newSketch());
  const { status } = await drawer.live();
  return { drawer, on: status.state === "live" ? status.agent : "" };
}

test("sessions go where they will be drawn soonest: the faster host, until it is the busier one", async () => {
  const fast = await FakeAgent.start({ frameMs: 100 });
  const slow = await FakeAgent.start({ frameMs: 260 });
  const on: string[] = [];
  for (let n = 0; n < 7; n++) on.push((await drawing()).on);
  const { name: f } = fast;
  const { name: s } = slow;
  expect(on).toEqual([f, f, s, f, f, f, s]);
  const { hosts } = await overview();
  expect(
    hosts.filter(({ connected }) => connected).map(({ agentId, sessions }) => [agentId, sessions]),
  ).toEqual([
    [fast.agentId, 5],
    [slow.agentId, 2],
  ]);
});

test("a host with more slots counts as that much faster", async () => {
  const single = await FakeAgent.start({ frameMs: 100, slots: 1 });
  const many = await FakeAgent.start({ frameMs: 200, slots: 8 });
  const on = [(await drawing()).on, (await drawing()).on, (await drawing()).on];
  expect(on).toEqual([many.name, many.name, many.name]);
  expect(single.links).toHaveLength(0);
});

test("L39, an unhealthy host gets nobody until it is well again", async () => {
  const ill = await FakeAgent.start({ frameMs: 10 });
  const well = await FakeAgent.start({ frameMs: 900 });
  const beat = async (healthy: boolean) => {
    ill.control?.send({ type: "beat", frameMs: 10, healthy });
    // Answered after the beat was heard.
    ill.control?.send({ type: "renew", session: "none", placement: 1 });
    await ill.said("unassign");
  };
  await beat(false);
  expect((await drawing()).on).toBe(well.name);
  await beat(true);
  expect((await drawing()).on).toBe(ill.name);
});

test("L48, a full house: each waiting drawer knows its place, and is drawn for when its turn comes", async () => {
  const agent = await FakeAgent.start({ capacity: 1 });
  const first = await newSketch();
  const holder = await Drawer.drawing(first);
  await holder.live();
  const second = await Drawer.drawing(await newSketch());
  await second.take("status", ({ status }) => status.state === "busy" && status.position === 1);
  const third = await Drawer.drawing(await newSketch());
  await third.take("status", ({ status }) => status.state === "busy" && status.position === 2);
  second.frame(1);
  third.frame(1);
  expect((await overview()).waiting).toBe(2);

  // The first leaves, and its host says at once that the place is free.
  holder.wire.close();
  const link = await agent.linkTo(first.sketch.id);
  link.wire.close();
  const { session, placement } = link.assignment;
  agent.control?.send({ type: "gone", session, placement });
  await second.picture(1);
  await third.take("status", ({ status }) => status.state === "busy" && status.position === 1);
  expect(third.pictures()).toEqual([]);

  const relief = await FakeAgent.start({ capacity: 5, frameMs: 900 });
  await third.picture(1);
  expect(relief.links).toHaveLength(1);
});

test("who stops waiting leaves the line", async () => {
  await FakeAgent.start({ capacity: 1 });
  const owned = await newSketch();
  await (await Drawer.drawing(owned)).live();
  const waiting = await Drawer.drawing(await newSketch());
  await waiting.take("status", ({ status }) => status.state === "busy");
  waiting.wire.close();
  const next = await Drawer.drawing(await newSketch());
  await next.take("status", ({ status }) => status.state === "busy");
  await FakeAgent.start({ capacity: 1, frameMs: 900 });
  // The one who left still counts for some seconds, then no more.
  await next.live(15_000);
  expect((await statsOf(owned)).placements).toBe(0);
});
