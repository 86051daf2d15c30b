/** Live drawing sold by the ledger: L9, L22. What windows cost, and two drawings of one purse. */
import { LIVE_WINDOW_MS, type StatementLine } from "@llamasketch/contract";
import { expect, test, vi } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { balanceOf, divergences, known } from "../../../ledger/books.ts";
import { call, expectJson, give, newSketch, type Owned } from "../../../people.ts";
import { eventually } from "../../../wire.ts";
import { withoutStore } from "./life.ts";
import { capturedOf, drawing, heldBy, meter, pause, poor, stub, wait } from "./paid-drawing.ts";

vi.setConfig({ testTimeout: 60_000 });

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
  await stub(owned).writeDown();
  const [row] = await known.pictures.inWindowsAfter(owned.sketch.id, -1);
  expect(row).toMatchObject({ id: kept.pictureId, version: 5 });
  expect((await meter(drawer, ({ spentCredits }) => spentCredits === 1)).spentCredits).toBe(1);
  await withoutStore(owned, async () => {
    drawer.frame(6, { pause: true, quality: "full" });
    await drawer.picture(6);
    await wait(LIVE_WINDOW_MS + 3000);
  });
  await eventually(async () => (await heldBy(owned.holderId)) === 0, "the block has ended", 25_000);
  expect(await capturedOf(owned)).toBe(1);
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
