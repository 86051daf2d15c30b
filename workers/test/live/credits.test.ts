/** Live drawing sold by the ledger: L9, L20, L22, L27, L28. On the real database, with sockets and objects that die. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import {
  LIVE_HOLD_MS,
  LIVE_WINDOW_MS,
  type CreditsView,
  type MeterMessage,
  type StatementLine,
} from "@llamasketch/contract";
import type { LiveBlockRow } from "@llamasketch/db";
import { priceLiveWindows } from "@llamasketch/pricing";
import { expect, test, vi } from "vitest";
import { sweepSessions } from "../../src/cron/sweep-sessions.ts";
import { settleLiveBlock } from "../../src/ledger/live-blocks.ts";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { balanceOf, divergences, fillPot, known } from "../ledger/books.ts";
import { call, expectJson, give, newSketch, type Owned } from "../people.ts";
import { eventually } from "../wire.ts";

vi.setConfig({ testTimeout: 60_000 });

const CAN = ["credits", "variations"] as const;
/** Nothing but what the test gives: `credits` of one's own. */
async function poor(credits: number): Promise<Owned & { holderId: string }> {
  const owned = await newSketch();
  const holderId = credits === 0 ? "" : await give(owned.cookie, credits);
  return { ...owned, isPoor: true, holderId };
}
const drawing = async (owned: Owned, clientId?: string): Promise<Drawer> => {
  const drawer = await Drawer.drawing(owned, { can: [...CAN], ...(clientId && { clientId }) });
  await drawer.live();
  return drawer;
};
const stub = ({ sketch }: Owned) => env.SESSIONS.getByName(`${sketch.id}:1`);
const crash = (owned: Owned): Promise<void> =>
  runInDurableObject(stub(owned), (_session, state) => state.abort()).catch(() => undefined);
const blocksOf = async ({ sketch }: Owned): Promise<LiveBlockRow[]> =>
  (
    await env.DB.prepare(
      "SELECT *, written_off AS writtenOff, last_window AS lastWindow FROM live_blocks WHERE sketch_id = ? ORDER BY at, seq",
    )
      .bind(sketch.id)
      .all<LiveBlockRow>()
  ).results;
const capturedOf = async (owned: Owned): Promise<number> =>
  (await blocksOf(owned)).reduce((sum, { captured }) => sum + captured, 0);
const heldBy = async (holderId: string): Promise<number> => (await balanceOf(holderId)).held;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A picture of a pause, kept at once. */
const pause = async (drawer: Drawer, version: number): Promise<string> => {
  drawer.frame(version, { pause: true, quality: "full" });
  await drawer.picture(version);
  return (await drawer.take("kept", (said) => said.version === version)).pictureId;
};
const meter = (drawer: Drawer, that: (told: MeterMessage) => boolean) => drawer.take("meter", that);
const paused = (drawer: Drawer, withinMs = 15_000) =>
  drawer.take("status", ({ status }) => status.state === "paused", withinMs);

test("L22, [LM4 LM7 LP47]: held with the first ink, paid when a picture is stored, the rest free after a rest", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  drawer.frame(1);
  await drawer.picture(1);
  await meter(drawer, ({ heldCredits }) => heldCredits === 6);
  expect(await balanceOf(owned.holderId)).toEqual({ posted: 100, held: 6 });
  await pause(drawer, 2);
  await pause(drawer, 3);
  const told = await meter(drawer, ({ spentCredits }) => spentCredits === 1);
  expect(told).toMatchObject({ heldCredits: 5, availableCredits: 94, stopAtCredits: null });
  expect(told.windowEndsInMs).toBeGreaterThan(0);
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the block has ended", 20_000);
  expect(await balanceOf(owned.holderId)).toEqual({ posted: 99, held: 0 });
  await meter(drawer, ({ heldCredits, availableCredits }) => heldCredits === 0 && availableCredits === 99);
  const { lines } = await expectJson<{ lines: StatementLine[] }>(
    call("GET", "/api/credits/statement", { cookie: owned.cookie }),
  );
  expect(lines[0]).toMatchObject({
    kind: "live",
    units: -1,
    sketch: { id: owned.sketch.id },
    live: { windows: 1, pictures: 2 },
  });
});

test("L22, [LM3]: a window without a pause costs its newest picture; one whose picture is not stored costs nothing", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  for (let version = 1; version <= 5; version++) {
    drawer.frame(version);
    await drawer.picture(version);
  }
  const kept = await drawer.take("kept", undefined, LIVE_WINDOW_MS + 5000);
  expect(kept).toMatchObject({ version: 5, quality: "draft" });
  const [row] = await known.pictures.inWindowsAfter(owned.sketch.id, -1);
  expect(row).toMatchObject({ id: kept.pictureId, version: 5 });
  expect((await meter(drawer, ({ spentCredits }) => spentCredits === 1)).spentCredits).toBe(1);
  await env.DB.exec("ALTER TABLE pictures RENAME TO pictures_away");
  try {
    drawer.frame(6, { pause: true, quality: "full" });
    await drawer.picture(6);
    await wait(LIVE_WINDOW_MS + 3000);
  } finally {
    await env.DB.exec("ALTER TABLE pictures_away RENAME TO pictures");
  }
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the block has ended", 25_000);
  expect(await capturedOf(owned)).toBe(1);
});

test("L27, [LM8 LP45 LP46 LP49]: drawing pauses where the credits end, not a window sooner or later, and goes on with new ones", async () => {
  const owned = await poor(2);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  const shown: number[] = [];
  for (let version = 1; ; version++) {
    drawer.frame(version, { pause: true, quality: "full" });
    const said = await Promise.race([
      drawer.picture(version, 30_000).then(() => "picture" as const),
      drawer.take("drop", (drop) => drop.version === version, 30_000).then(() => "drop" as const),
    ]);
    if (said === "drop") break;
    shown.push(version);
    await wait(400);
  }
  expect((await paused(drawer)).status).toEqual({ state: "paused", reason: "no_credits" });
  await eventually(async () => (await capturedOf(owned)) === 2, "both credits are spent");
  expect(await balanceOf(owned.holderId)).toEqual({ posted: 0, held: 0 });
  const windows = new Set(
    (await known.pictures.inWindowsAfter(owned.sketch.id, -1)).map(({ windowMs }) => windowMs),
  );
  expect(windows.size).toBe(2);
  expect((await blocksOf(owned)).reduce((sum, { writtenOff }) => sum + writtenOff, 0)).toBe(0);
  // Nobody is asked for a canvas, and what comes all the same is not drawn.
  const last = shown.length + 1;
  drawer.changed(last + 1);
  drawer.frame(last + 1);
  await drawer.take("drop", ({ version }) => version === last + 1);
  expect(drawer.pictures().map(({ version }) => version)).toEqual(shown);

  await give(owned.cookie, 10);
  drawer.wire.send({ type: "topUp" });
  await drawer.live();
  await drawer.take("want");
  await pause(drawer, last + 2);
  await meter(drawer, ({ spentCredits }) => spentCredits === 3);
  expect(await divergences()).toEqual([]);
});

test("L28, [LM10 LP48]: the person's own limit pauses, is remembered, and can be raised", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  const watcher = await Drawer.join(owned, { pen: "watch", can: [...CAN] });
  watcher.wire.send({ type: "stopAt", credits: 5 });
  await watcher.refused("R3");
  for (const credits of [0, -1, 1.5, "2", {}, 1e12]) {
    drawer.wire.send({ type: "stopAt", credits });
    await drawer.refused("R1");
  }
  drawer.wire.send({ type: "stopAt", credits: 1 });
  await meter(watcher, ({ stopAtCredits }) => stopAtCredits === 1);
  await pause(drawer, 1);
  await wait(LIVE_WINDOW_MS);
  drawer.frame(2, { pause: true, quality: "full" });
  await drawer.take("drop", ({ version }) => version === 2);
  expect((await paused(drawer)).status).toEqual({ state: "paused", reason: "limit" });
  await crash(owned);
  const again = await Drawer.drawing(owned, { can: [...CAN], clientId: drawer.clientId });
  expect(await meter(again, ({ spentCredits }) => spentCredits === 1)).toMatchObject({ stopAtCredits: 1 });
  again.frame(3, { pause: true, quality: "full" });
  await paused(again);
  again.wire.send({ type: "stopAt", credits: null });
  await again.live();
  await again.take("want");
  await pause(again, 4);
  expect(await eventually(async () => (await heldBy(owned.holderId)) > 0, "a block is held")).toBe(true);
});

test("[LP45] a client of before credits draws as ever, and sees a session at rest when nothing is left", async () => {
  const owned = await poor(0);
  await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.take("status", ({ status }) => status.state === "resting");
  await drawer.live();
  drawer.frame(1);
  await drawer.take("status", ({ status }) => status.state === "resting");
  expect(drawer.said().some(({ type }) => type === "meter")).toBe(false);
  await give(owned.cookie, 5);
  const again = await Drawer.drawing(owned, { clientId: drawer.clientId });
  await again.live();
  again.frame(2);
  await again.picture(2);
});

test("garbage about credits is refused, and there is no way to say what a window is", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  for (const message of [
    { type: "window", windowMs: 1 },
    { type: "meter", spentCredits: 0, heldCredits: 0 },
    { type: "settle" },
    { type: "recovered", captured: 0 },
    { type: "paused", reason: "no_credits" },
    { type: "stopAt" },
    { type: "topUp ", credits: 1 },
  ]) {
    drawer.wire.send(message);
    await drawer.refused("R1");
  }
  // Asked for without end, the ledger is asked now and then.
  for (let at = 0; at < 50; at++) drawer.wire.send({ type: "topUp" });
  await pause(drawer, 1);
  await meter(drawer, ({ spentCredits }) => spentCredits === 1);
});

test("racing tabs: two sketches of one purse never spend more than is in it", async () => {
  const first = await poor(3);
  const second: Owned = { ...(await newSketch({}, first.cookie)), isPoor: true };
  await FakeAgent.start({ capacity: 8 });
  const tabs = [await drawing(first), await drawing(second)];
  const race = async (drawer: Drawer): Promise<void> => {
    for (let version = 1; version < 200; version++) {
      drawer.frame(version, { pause: true, quality: "full" });
      const more = await Promise.race([
        drawer.picture(version, 30_000).then(() => true),
        drawer.take("drop", (drop) => drop.version === version, 30_000).then(() => false),
      ]);
      if (!more) return;
      await wait(500);
    }
  };
  await Promise.all(tabs.map(race));
  await eventually(async () => (await heldBy(first.holderId)) === 0, "nothing is held", 30_000);
  const captured = (await capturedOf(first)) + (await capturedOf(second));
  expect(captured).toBe(3);
  expect(await balanceOf(first.holderId)).toEqual({ posted: 0, held: 0 });
  expect(await divergences()).toEqual([]);
});

test("[LM11] a session that died settles when it wakes: what was stored is paid, what was held is free", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  await pause(drawer, 1);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "a block is held");
  await crash(owned);
  await drawer.wire.ended();
  expect(await heldBy(owned.holderId)).toBe(6);
  expect(await capturedOf(owned)).toBe(0);
  const again = await Drawer.drawing(owned, { can: [...CAN], clientId: drawer.clientId });
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the hold has ended");
  expect(await balanceOf(owned.holderId)).toEqual({ posted: 99, held: 0 });
  const rows = await blocksOf(owned);
  expect(rows.map(({ seq, writer, captured }) => [seq, writer, captured])).toEqual([
    [1, "1", 0],
    [2, "2", 1],
  ]);
  expect(priceLiveWindows(rows.flatMap(({ pictures }) => JSON.parse(pictures) as []))).toBe(1);
  await meter(again, ({ spentCredits }) => spentCredits === 1);
  await again.live();
  await pause(again, 2);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "it goes on");
});

test("[LM11] a session that died and that nobody opens settles by its alarm", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  await pause(drawer, 1);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "a block is held");
  await crash(owned);
  expect(await runDurableObjectAlarm(stub(owned))).toBe(true);
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the hold has ended");
  expect(await capturedOf(owned)).toBe(1);
});

test("[LM11] one whose alarm is lost too is woken by the sweep, again and again without harm", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  await pause(drawer, 1);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "a block is held");
  await runInDurableObject(stub(owned), (_session, state) => state.storage.deleteAlarm());
  await crash(owned);
  await sweepSessions(known, Date.now());
  expect(await heldBy(owned.holderId)).toBe(6);
  for (let times = 0; times < 3; times++) await sweepSessions(known, Date.now() + LIVE_HOLD_MS + 60_000);
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the hold has ended");
  expect(await capturedOf(owned)).toBe(1);
  expect(await blocksOf(owned)).toHaveLength(2);
});

test("[LM11] a life whose row another wrote spends nothing of it, and reads on from there", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  await pause(drawer, 1);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "a block is held");
  const session = {
    holderId: owned.holderId,
    sessionId: `${owned.sketch.id}:1`,
    sketchId: owned.sketch.id,
    writer: "another life",
  };
  const stored = await known.pictures.inWindowsAfter(owned.sketch.id, -1);
  const manifest = stored.map(({ id, windowMs }) => ({ picture: id, window: windowMs ?? -1 }));
  await settleLiveBlock(known, session, 1, manifest, Date.now(), { begin: true });
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "its hold has been ended too", 30_000);
  const rows = await blocksOf(owned);
  expect(rows.map(({ seq, writer, captured }) => [seq, writer, captured])).toEqual([
    [1, "1", 0],
    [2, "another life", 1],
    [3, "1", 0],
  ]);
  expect(await balanceOf(owned.holderId)).toEqual({ posted: 99, held: 0 });
});

test("a sketch that is deleted is settled first", async () => {
  const owned = await poor(100);
  await FakeAgent.start();
  const drawer = await drawing(owned);
  await pause(drawer, 1);
  await eventually(async () => (await heldBy(owned.holderId)) === 6, "a block is held");
  await call("DELETE", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie });
  await drawer.wire.ended();
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the hold has ended");
  expect(await capturedOf(owned)).toBe(1);
  const { lines } = await expectJson<{ lines: StatementLine[] }>(
    call("GET", "/api/credits/statement", { cookie: owned.cookie }),
  );
  expect(lines[0]).toMatchObject({ kind: "live", units: -1, sketch: { title: null } });
});

test("L4, L27: what is free belongs to the address: a second visitor there gets no more, one elsewhere does", async () => {
  await fillPot(Date.now());
  const address = "198.51.100.7";
  const visitor = async (from: string): Promise<Owned> => {
    const owned = await newSketch();
    const answer = await call("POST", "/api/free", {
      json: { token: `pass:free:llama.test:${crypto.randomUUID()}` },
      headers: { "cf-connecting-ip": from },
    });
    const door = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    return { ...owned, isPoor: true, cookie: `${owned.cookie}; ${door}`, from };
  };
  const first = await visitor(address);
  await FakeAgent.start({ capacity: 8 });
  const drawer = await drawing(first);
  await pause(drawer, 1);
  await meter(drawer, ({ spentCredits, availableCredits, heldCredits }) => {
    return spentCredits === 1 && (availableCredits ?? 0) + heldCredits === 39;
  });
  const free = async ({ cookie, from = "" }: Owned): Promise<CreditsView["free"]> =>
    (
      await expectJson<CreditsView>(
        call("GET", "/api/credits", { cookie, headers: { "cf-connecting-ip": from } }),
      )
    ).free;
  const second = await visitor(address);
  const other = await visitor("198.51.100.8");
  await eventually(
    async () => (await free(second)).available === 39,
    "the other's credit is gone here too",
    25_000,
  );
  expect((await free(other)).available).toBe(40);
  // Each sees their own in their statement, and nothing of the other's.
  const lines = async ({ cookie }: Owned) =>
    (await expectJson<{ lines: StatementLine[] }>(call("GET", "/api/credits/statement", { cookie }))).lines;
  expect((await lines(first)).map(({ kind, units }) => [kind, units])).toEqual([
    ["live", -1],
    ["grant", 1],
  ]);
  expect(await lines(second)).toEqual([]);
});

test("L20: without credits and without having passed the door nothing is drawn", async () => {
  const owned: Owned = { ...(await newSketch()), isPoor: true };
  await FakeAgent.start();
  const drawer = await drawing(owned);
  drawer.frame(1);
  await paused(drawer);
  expect(drawer.pictures().length).toBeLessThanOrEqual(1);
  expect(await capturedOf(owned)).toBe(0);
});
