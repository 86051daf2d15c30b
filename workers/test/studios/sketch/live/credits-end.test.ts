/** L20, L27, L28: drawing pauses where credits or a limit of one's own end, and what is free belongs to the address. */
import { LIVE_WINDOW_MS, type CreditsView, type StatementLine } from "@llamasketch/contract";
import { expect, test, vi } from "vitest";
import { Drawer } from "../../../drawer.ts";
import { FakeAgent } from "../../../fake-agent.ts";
import { balanceOf, divergences, fillPot, known } from "../../../ledger/books.ts";
import { call, expectJson, give, newSketch, type Owned } from "../../../people.ts";
import { eventually } from "../../../wire.ts";
import {
  CAN,
  blocksOf,
  capturedOf,
  crash,
  drawing,
  heldBy,
  meter,
  pause,
  paused,
  poor,
  wait,
} from "./paid-drawing.ts";

vi.setConfig({ testTimeout: 60_000 });

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
    expect((await drawer.refused("R20")).fields).toHaveProperty("credits");
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
  // A session that lost its memory says the same: what the day still gives is not gone because something is held.
  await crash(first);
  const again = await Drawer.drawing(first, { can: [...CAN], clientId: drawer.clientId });
  await meter(again, ({ availableCredits, heldCredits }) => (availableCredits ?? 0) + heldCredits === 39);
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
