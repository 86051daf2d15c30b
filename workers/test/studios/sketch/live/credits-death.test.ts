/** [LM11] Sessions that die, lose their alarm or their sketch: what was stored is paid, what was held is free. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { LIVE_HOLD_MS, type StatementLine } from "@llamasketch/contract";
import { priceLiveWindows } from "@llamasketch/pricing";
import { expect, test, vi } from "vitest";
import { sweepSessions } from "../../../../src/studios/sketch/live/sweep-sessions.ts";
import { settleLiveBlock } from "../../../../src/ledger/live-blocks.ts";
import { Drawer } from "../../../drawer.ts";
import { balanceOf, known } from "../../../ledger/books.ts";
import { call, expectJson } from "../../../people.ts";
import { eventually } from "../../../wire.ts";
import {
  CAN,
  blocksOf,
  capturedOf,
  crash,
  heldBy,
  heldDrawing,
  meter,
  nothingHeld,
  pause,
  stub,
} from "./paid-drawing.ts";

vi.setConfig({ testTimeout: 60_000 });

test("[LM11] a session that died settles when it wakes: what was stored is paid, what was held is free", async () => {
  const { owned, drawer } = await heldDrawing();
  await crash(owned);
  await drawer.wire.ended();
  expect(await heldBy(owned.holderId)).toBe(6);
  expect(await capturedOf(owned)).toBe(0);
  const again = await Drawer.drawing(owned, { can: [...CAN], clientId: drawer.clientId });
  await nothingHeld(owned.holderId);
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
  const { owned } = await heldDrawing();
  await crash(owned);
  expect(await runDurableObjectAlarm(stub(owned))).toBe(true);
  await nothingHeld(owned.holderId);
  expect(await capturedOf(owned)).toBe(1);
});

test("[LM11] one whose alarm is lost too is woken by the sweep, again and again without harm", async () => {
  const { owned } = await heldDrawing();
  await runInDurableObject(stub(owned), (_session, state) => state.storage.deleteAlarm());
  await crash(owned);
  await sweepSessions(known, Date.now());
  expect(await heldBy(owned.holderId)).toBe(6);
  for (let times = 0; times < 3; times++) await sweepSessions(known, Date.now() + LIVE_HOLD_MS + 60_000);
  await nothingHeld(owned.holderId);
  expect(await capturedOf(owned)).toBe(1);
  expect(await blocksOf(owned)).toHaveLength(2);
});

test("[LM11] a life whose row another wrote spends nothing of it, and reads on from there", async () => {
  const { owned } = await heldDrawing();
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
  const { owned, drawer } = await heldDrawing();
  await call("DELETE", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie });
  await drawer.wire.ended();
  await nothingHeld(owned.holderId);
  expect(await capturedOf(owned)).toBe(1);
  const { lines } = await expectJson<{ lines: StatementLine[] }>(
    call("GET", "/api/credits/statement", { cookie: owned.cookie }),
  );
  expect(lines[0]).toMatchObject({ kind: "live", units: -1, sketch: { title: null } });
});
