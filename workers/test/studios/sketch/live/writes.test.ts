/** [LP56 LP57 LP58 LP59] What a message may write, and what is written by the block: floods, deaths and readers. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import {
  CLOSE,
  HELLO_WITHIN_MS,
  OBJECTS_AT_ONCE,
  PEN_CHANGES_AT_ONCE,
  SKETCHES_DRAWN_ON_MAX,
  SOCKETS_PER_SKETCH,
  openedSketchView,
  pictureList,
  type LiveStats,
} from "@llamasketch/contract";
import { expect, test, vi } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { expectProblem } from "../../../http/problem.ts";
import { known } from "../../../ledger/books.ts";
import { call, expectJson, newSketch, statsOf, ticketFor, type Owned } from "../../../people.ts";
import { Wire, eventually } from "../../../wire.ts";
import { blocksOf, crash, heldDrawing, nothingHeld, pause, stub, wait } from "./paid-drawing.ts";

vi.setConfig({ testTimeout: 60_000 });

const writesOf = async (owned: Owned): Promise<LiveStats["writes"]> => (await statsOf(owned)).writes;
const opened = async ({ cookie, sketch }: Owned) =>
  openedSketchView.parse(await expectJson(call("GET", `/api/sketches/${sketch.id}`, { cookie })));
const kept = async ({ cookie, sketch }: Owned): Promise<string[]> =>
  pictureList
    .parse(await expectJson(call("GET", `/api/sketches/${sketch.id}/pictures`, { cookie })))
    .pictures.map(({ id }) => id);
const strokes = async ({ cookie, sketch }: Owned): Promise<string> =>
  (await call("GET", `/api/sketches/${sketch.id}/strokes`, { cookie })).text();
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
/** Rows as they stand, whatever a session holds. */
const rowsOf = async ({ sketch }: Owned): Promise<number> =>
  (await env.DB.prepare("SELECT count(*) AS n FROM pictures WHERE sketch_id = ?")
    .bind(sketch.id)
    .first<number>("n")) ?? -1;

/** A hundred a second, as often as `times`: within what a socket may say. */
async function flood(times: number, say: (at: number) => void): Promise<void> {
  for (let at = 1; at <= times; at++) {
    say(at);
    if (at % 10 === 0) await wait(100);
  }
}

test("[LP56] four hundred settings are two or three writes, and the last words stand", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.drawing(owned);
  await wait(4000);
  const before = await writesOf(owned);
  await flood(400, (at) => drawer.settings({ prompt: `words ${at}` }));
  await wait(3500);
  const after = await writesOf(owned);
  expect(after.rows - before.rows).toBeLessThanOrEqual(4);
  expect(after.storage).toBe(before.storage);
  expect(after.objects).toBe(before.objects);
  expect((await opened(owned)).settings.prompt).toBe("words 400");
});

test("[LP56] the last words stand when the tab is closed at once, when the session dies and when another device draws", async () => {
  const owned = await newSketch();
  const closed = await Drawer.drawing(owned);
  closed.settings({ prompt: "closed at once" });
  // Its own answer says that it was heard before the socket ended.
  closed.chunk(1, text("a"));
  await closed.take("saved");
  closed.settings({ prompt: "and again" });
  closed.wire.send({ type: "take" });
  await statsOf(owned);
  closed.wire.close();
  await eventually(async () => (await opened(owned)).settings.prompt === "and again", "written on leaving");

  const first = await Drawer.drawing(owned);
  const second = await Drawer.join(owned, { pen: "watch" });
  first.settings({ prompt: "of the first" });
  second.wire.send({ type: "take" });
  await first.take("yield");
  first.wire.send({ type: "yielded" });
  await second.take("pen", ({ holder }) => holder === "you");
  await eventually(
    async () => (await opened(owned)).settings.prompt === "of the first",
    "written in a while",
  );
  second.settings({ prompt: "of the second" });
  first.settings({ prompt: "not its pen" });
  await first.refused("R3");
  // Nothing of it was written yet: a client that comes back says its words again.
  await crash(owned);
  await second.wire.ended();
  const again = await Drawer.join(owned, { clientId: second.clientId });
  again.settings({ prompt: "of the second" });
  await eventually(
    async () => (await opened(owned)).settings.prompt === "of the second",
    "written after a death",
  );
});

test("[LP56] a flood of every message writes next to nothing", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned, { can: ["credits"] });
  await drawer.live();
  await wait(4000);
  const said: Record<string, (at: number) => object> = {
    changed: (version) => ({ type: "changed", version, refine: false }),
    take: () => ({ type: "take" }),
    yielded: () => ({ type: "yielded" }),
    stopAt: (at) => ({ type: "stopAt", credits: at + 1000 }),
    topUp: () => ({ type: "topUp" }),
    hello: () => ({ type: "hello", protocol: 1, clientId: drawer.clientId, pen: "take" }),
    garbage: () => ({ type: "settings", settingsVersion: -1 }),
  };
  for (const [name, message] of Object.entries(said)) {
    const before = await writesOf(owned);
    await flood(100, (at) => drawer.wire.send(message(at)));
    await wait(3500);
    const after = await writesOf(owned);
    expect([name, after.objects - before.objects]).toEqual([name, 0]);
    // A block is held for who draws; a limit is one row in three seconds.
    expect([name, after.rows - before.rows <= 12, after.storage - before.storage <= 4]).toEqual([
      name,
      true,
      true,
    ]);
  }
});

test("[LP57 R16] a pen that goes to and fro is given back slowly after ten times", async () => {
  const owned = await newSketch();
  const one = await Drawer.join(owned);
  const other = await Drawer.join(owned, { pen: "watch" });
  const before = await writesOf(owned);
  const hands = [other, one];
  for (let at = 0; at < PEN_CHANGES_AT_ONCE + 20; at++) {
    hands[at % 2]?.wire.send({ type: "take" });
    await wait(5);
    hands[(at + 1) % 2]?.wire.send({ type: "yielded" });
    await wait(5);
  }
  await Promise.any([one.refused("R16"), other.refused("R16")]);
  expect((await writesOf(owned)).storage - before.storage).toBeLessThanOrEqual(2 * (PEN_CHANGES_AT_ONCE + 2));
  await wait(2500);
  const { holder } = await one.take("pen").then(async () => {
    const last = one.said().findLast((said) => said.type === "pen");
    return last?.type === "pen" ? last : { holder: "none" };
  });
  const wants = holder === "you" ? other : one;
  wants.wire.send({ type: "take" });
  await wants.take("pen", (pen) => pen.holder === "you" && pen.epoch > 0);
});

test("[LP57] chunks and pauses without end: objects are put a few a second, every chunk told as saved is there", async () => {
  const owned = await newSketch();
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await Drawer.join(owned, { pen: "watch" });
  await drawer.live();
  const before = await writesOf(owned);
  const startedMs = Date.now();
  await flood(300, (at) => {
    drawer.chunk(at, text(`${at};`));
    if (at % 3 === 0) drawer.frame(at, { pause: true, quality: "full" });
  });
  await wait(2000);
  const { objects } = await writesOf(owned);
  const tookS = (Date.now() - startedMs) / 1000;
  expect(objects - before.objects).toBeLessThanOrEqual(OBJECTS_AT_ONCE + 2 * tookS + 4);
  await eventually(
    () => drawer.said().filter(({ type }) => type === "saved").length === 300,
    "all are saved",
    30_000,
  );
  expect((await strokes(owned)).split(";").filter(Boolean).map(Number)).toEqual(
    Array.from({ length: 300 }, (_, at) => at + 1),
  );
});

test("[LP58 R15] strokes that wait beyond two megabytes are refused, and taken when there is room", async () => {
  const owned = await newSketch();
  const drawer = await Drawer.join(owned);
  const big = new Uint8Array(262_144);
  for (let id = 1; id <= 12; id++) drawer.chunk(id, big);
  expect((await drawer.refused("R15")).code).toBe("strokes_waiting");
  await drawer.take("saved", undefined, 15_000);
  await wait(2500);
  for (let id = 1; id <= 12; id++) {
    drawer.chunk(id, big);
    if (id % 4 === 0) await drawer.take("saved", ({ chunkId }) => chunkId === id, 15_000);
  }
  expect((await strokes(owned)).length).toBe(12 * 262_144);
});

test("a drawing minute is few batches: pictures and strokes go with the block", async () => {
  const { owned, drawer } = await heldDrawing();
  await wait(4000);
  const before = await writesOf(owned);
  for (let version = 2; version <= 9; version++) {
    drawer.chunk(version, text(`${version};`));
    await pause(drawer, version);
    await wait(500);
  }
  const during = await writesOf(owned);
  expect(during.batches - before.batches).toBeLessThanOrEqual(1);
  expect(await rowsOf(owned)).toBeLessThan(9);
  await nothingHeld(owned.holderId, 30_000);
  expect(await rowsOf(owned)).toBe(9);
  const after = await writesOf(owned);
  // The turn that ended the block took all along.
  expect(after.batches - before.batches).toBeLessThanOrEqual(3);
  const stored = (await blocksOf(owned)).flatMap(
    ({ pictures }) => JSON.parse(pictures) as { stored: string[] }[],
  );
  expect(stored.flatMap((line) => line.stored)).toHaveLength(9);
});

test("[LP59] whoever reads finds what was drawn a moment ago, and reading on costs no more batches", async () => {
  const { owned, drawer } = await heldDrawing();
  await Promise.all([drawer.chunk(7, text("seen;")), drawer.take("saved", ({ chunkId }) => chunkId === 7)]);
  const id = await pause(drawer, 2);
  expect((await call("GET", `/api/pictures/${id}`, { cookie: owned.cookie })).status).toBe(200);
  const third = await pause(drawer, 3);
  const pinned = await call("PATCH", `/api/pictures/${third}`, {
    cookie: owned.cookie,
    json: { pinned: true },
  });
  expect(pinned.status).toBe(200);
  const fourth = await pause(drawer, 4);
  expect((await call("DELETE", `/api/pictures/${fourth}`, { cookie: owned.cookie })).status).toBe(204);
  await pause(drawer, 5);
  const before = await writesOf(owned);
  const asked = await Promise.all(Array.from({ length: 10 }, () => kept(owned)));
  expect(asked.map((ids) => ids.length)).toEqual(Array.from({ length: 10 }, () => 4));
  expect((await writesOf(owned)).batches - before.batches).toBeLessThanOrEqual(1);
  const second = await Drawer.join(owned, { pen: "watch" });
  expect(second.said().find(({ type }) => type === "welcome")).toMatchObject({ chunks: 1 });
  expect(await strokes(owned)).toBe("seen;");
  // It rests, and is asked no more.
  await nothingHeld(owned.holderId, 30_000);
  const row = await known.sketches.anyById(owned.sketch.id);
  expect(row?.holdsUntil).toBe(0);
});

test("[LM11 LP59] a session that died between store and database: nothing is lost, and each window is paid once", async () => {
  const { owned, drawer } = await heldDrawing();
  drawer.chunk(1, text("one;"));
  await drawer.take("saved");
  const ids = [await pause(drawer, 2), await pause(drawer, 3)];
  const written = await rowsOf(owned);
  expect(written).toBeLessThan(3);
  await crash(owned);
  await drawer.wire.ended();
  // Read before anybody came back, before any alarm.
  expect(await kept(owned)).toEqual(expect.arrayContaining(ids));
  expect(await strokes(owned)).toBe("one;");
  for (const id of ids)
    expect((await call("GET", `/api/pictures/${id}`, { cookie: owned.cookie })).status).toBe(200);
  await crash(owned);
  await runDurableObjectAlarm(stub(owned));
  await nothingHeld(owned.holderId);
  expect((await blocksOf(owned)).reduce((sum, { captured }) => sum + captured, 0)).toBe(1);
  expect(await rowsOf(owned)).toBe(3);
  // What was deleted since does not come back with another death.
  await call("DELETE", `/api/pictures/${ids[1]}`, { cookie: owned.cookie });
  await crash(owned);
  expect(await kept(owned)).toHaveLength(2);
});

test("[LP60] a socket that never says hello is closed, and one that does is not", async () => {
  const owned = await newSketch();
  const silent = await Drawer.dial(owned);
  const honest = await Drawer.join(owned);
  expect(await silent.wire.ended(HELLO_WITHIN_MS + 3000)).toMatchObject({ code: CLOSE.silent.code });
  expect((await statsOf(owned)).clients).toBe(1);
  expect(honest.wire.closed).toBeNull();
});

test("[LP61] a sketch has sixteen sockets, a person twenty sketches that they draw on", async () => {
  const owned = await newSketch();
  const drawers: Drawer[] = [];
  for (let at = 0; at < SOCKETS_PER_SKETCH; at++) drawers.push(await Drawer.join(owned, { pen: "watch" }));
  const { path, ticket } = await ticketFor(owned);
  const refused = await Wire.dial(`${path}?ticket=${ticket}`);
  expect(refused).toBeInstanceOf(Response);
  await expectProblem(Promise.resolve(refused as Response), "too_many_requests");
  drawers[0]?.wire.close();
  // The same ticket: it was not used up.
  await eventually(
    async () => (await Wire.dial(`${path}?ticket=${ticket}`)) instanceof Wire,
    "there is a place again",
  );

  const others: Owned[] = [];
  for (let at = 0; at < SKETCHES_DRAWN_ON_MAX; at++) others.push(await newSketch({}, owned.cookie));
  for (const { sketch } of others)
    await env.DB.prepare("UPDATE sketches SET holds_until = ? WHERE id = ?")
      .bind(Date.now() + 60_000, sketch.id)
      .run();
  const tickets = `/api/sketches/${owned.sketch.id}/tickets`;
  await expectProblem(call("POST", tickets, { cookie: owned.cookie }), "too_many_requests");
  await env.DB.prepare("UPDATE sketches SET holds_until = 0 WHERE id = ?")
    .bind(others[0]?.sketch.id ?? "")
    .run();
  expect((await call("POST", tickets, { cookie: owned.cookie })).status).toBe(201);
});
