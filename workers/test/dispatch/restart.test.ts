/** The dispatcher may end at any moment: no drawer, no session and no placement notices. */
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { expectProblem } from "../http/problem.ts";
import {
  call,
  expectJson,
  newSketch,
  operator,
  overview,
  statsOf,
  ticketFor,
  type Owned,
} from "../people.ts";
import { Wire, eventually } from "../wire.ts";

const SKETCHES = 50;
const WATCHERS_EACH = 9;

const restart = () => expectJson(call("POST", "/api/operator/dispatcher/restart", { headers: operator }));
const inTens = async <T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = [];
  for (let at = 0; at < count; at += 10) {
    made.push(
      ...(await Promise.all(Array.from({ length: Math.min(10, count - at) }, (_, n) => make(at + n)))),
    );
  }
  return made;
};

test("500 open sockets over 50 sketches live through it, and not one session is placed again", async () => {
  const hosts = [await FakeAgent.start({ frameMs: 100 }), await FakeAgent.start({ frameMs: 110 })];
  const sketches: Owned[] = await inTens(SKETCHES, () => newSketch());
  const drawers = await inTens(SKETCHES, async (at) => {
    const owned = sketches[at] as Owned;
    const drawer = await Drawer.drawing(owned);
    await drawer.live();
    return drawer;
  });
  const watchers = await inTens(SKETCHES * WATCHERS_EACH, async (at) => {
    const { path, ticket } = await ticketFor(sketches[at % SKETCHES] as Owned);
    return new Drawer(await Wire.open(`${path}?ticket=${ticket}`), `watcher-${at}`);
  });
  for (const watcher of watchers) watcher.hello("watch");
  await Promise.all(watchers.map((watcher) => watcher.take("pen")));
  expect(drawers.length + watchers.length).toBe(500);
  const before = await inTens(SKETCHES, (at) => statsOf(sketches[at] as Owned));
  const assigned = hosts.map((host) => host.assignments.length);
  expect(assigned.reduce((sum, count) => sum + count)).toBe(SKETCHES);

  expect(await restart()).toEqual({ restarted: true });
  for (const host of hosts) {
    await host.control?.ended();
    await host.register();
  }

  const overseen = await eventually(async () => {
    const seen = await overview();
    return seen.hosts.reduce((sum, host) => sum + host.sessions, 0) === SKETCHES && seen;
  }, "the dispatcher knows every placement again");
  expect(overseen.hosts.map(({ connected }) => connected)).toEqual([true, true]);
  expect(await inTens(SKETCHES, (at) => statsOf(sketches[at] as Owned))).toEqual(before);
  expect(
    before.every(
      ({ placements, generation, clients }) => placements === 0 && generation === 1 && clients === 10,
    ),
  ).toBe(true);
  expect([...drawers, ...watchers].filter(({ wire }) => wire.closed)).toEqual([]);
  expect(hosts.flatMap((host) => host.links).filter(({ wire }) => wire.closed)).toEqual([]);
  expect(hosts.map((host) => host.assignments.length)).toEqual(assigned);

  await inTens(SKETCHES, async (at) => {
    drawers[at]?.frame(1);
    await drawers[at]?.picture(1);
  });
  await Promise.all(watchers.map((watcher) => watcher.picture(1)));
  // And who comes now is placed.
  const late = await Drawer.drawing(await newSketch());
  await late.live();
});

test("a session that asks while the hosts are still coming back waits for its own", async () => {
  const owned = await newSketch();
  const mine = await FakeAgent.start({ frameMs: 10 });
  const other = await FakeAgent.start({ frameMs: 900 });
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  await restart();
  await mine.control?.ended();
  // Its socket drops at the worst moment, and the other host is the first to be back.
  mine.links[0]?.wire.close();
  await other.register();
  drawer.frame(1);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await mine.register();
  await drawer.picture(1);
  expect(other.links).toHaveLength(0);
  expect(mine.links).toHaveLength(2);
  expect((await statsOf(owned)).placements).toBe(0);
});

test("is the operator's alone to do", async () => {
  const agent = await FakeAgent.start();
  for (const token of ["", "wrong", agent.host.credential]) {
    const headers = { authorization: `Bearer ${token}` };
    await expectProblem(call("POST", "/api/operator/dispatcher/restart", { headers }), "unauthorized");
  }
  expect((await overview()).hosts.filter(({ connected }) => connected)).toHaveLength(1);
  expect(agent.control?.closed).toBeNull();
});
