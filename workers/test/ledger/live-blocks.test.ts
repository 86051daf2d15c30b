/** Blocks of live drawing on the real database: what is held, what is paid, what a row costs, who may spend it. */
import { env } from "cloudflare:workers";
import { LIVE_HOLD_MS } from "@llamasketch/contract";
import { amount, turnBlock, type BlockPicture } from "@llamasketch/ledger";
import { expect, test } from "vitest";
import { newId } from "../../src/ids.ts";
import {
  lastLiveBlock,
  openLiveBlock,
  settleLiveBlock,
  type LiveSession,
} from "../../src/ledger/live-blocks.ts";
import { balanceOf, divergences, holderWith, known, prepared, say } from "./books.ts";

const NOW_MS = 1_800_000_000_000;

const sessionOf = (holderId: string, writer = "first-life"): LiveSession => ({
  holderId,
  sessionId: newId("session"),
  sketchId: newId("sketch"),
  writer,
});
const picturesIn = (...windows: (number | undefined)[]): BlockPicture[] =>
  windows.map((window, at) => ({ picture: `pic_${at}`, ...(window !== undefined && { window }) }));
const open = (session: LiveSession, seq = 1) => openLiveBlock(known, session, seq, NOW_MS);
const settle = (session: LiveSession, seq: number, pictures: BlockPicture[], begin = true) =>
  settleLiveBlock(known, session, seq, pictures, NOW_MS, { begin });

test("a block holds min(6 windows, a quarter of what is there)", async () => {
  for (const [credits, windows] of [
    [1, 1],
    [4, 1],
    [5, 2],
    [20, 5],
    [21, 6],
    [1000, 6],
  ] as const) {
    const block = await open(sessionOf(await holderWith(credits)));
    expect(block).toMatchObject({ seq: 1, heldWindows: windows, ours: true });
    expect(block.holdEndsAtMs).toBe(NOW_MS + LIVE_HOLD_MS);
  }
});

test("each window with a stored picture is paid once; the rest of the block is free again", async () => {
  const session = sessionOf(await holderWith(100));
  await open(session);
  const second = await settle(session, 1, picturesIn(0, 0, 2, 2, 2, undefined));
  expect(second).toMatchObject({
    seq: 2,
    heldWindows: 6,
    capturedWindows: 2,
    writtenOffWindows: 0,
    lastWindow: 2,
  });
  expect(await balanceOf(session.holderId)).toEqual({ posted: 98, held: 6 });
  // Window 2 went on after the block turned: it was paid already.
  const ended = await settle(session, 2, picturesIn(2, 3), false);
  expect(ended).toMatchObject({ seq: 3, heldWindows: 0, capturedWindows: 1 });
  expect(await balanceOf(session.holderId)).toEqual({ posted: 97, held: 0 });
  // And drawn on after a rest.
  expect(await open(session, 4)).toMatchObject({ seq: 4, heldWindows: 6, capturedWindows: 0, lastWindow: 3 });
  expect(await divergences()).toEqual([]);
});

test("without credits nothing is begun, and what was not held for is written off, not owed", async () => {
  const session = sessionOf(await holderWith(2));
  expect(await open(session)).toMatchObject({ heldWindows: 1 });
  expect(await settle(session, 1, picturesIn(0, 1, 2))).toMatchObject({
    heldWindows: 1,
    capturedWindows: 1,
    writtenOffWindows: 2,
  });
  expect(await settle(session, 2, picturesIn(3))).toMatchObject({ heldWindows: 0, capturedWindows: 1 });
  expect(await balanceOf(session.holderId)).toEqual({ posted: 0, held: 0 });
  expect(await open(session, 4)).toMatchObject({ heldWindows: 0, ours: true });
});

test("what expires is spent before what was bought, one bucket at a time", async () => {
  const session = sessionOf(await holderWith(40));
  await say({
    kind: "grant",
    id: `test:${session.sessionId}`,
    holderId: session.holderId,
    amount: amount("credit", 2),
    bucketExpiresAtMs: NOW_MS + 1000,
    reference: null,
    atMs: NOW_MS,
  });
  expect(await open(session)).toMatchObject({ heldWindows: 2 });
  expect(await settle(session, 1, picturesIn(0, 1))).toMatchObject({ heldWindows: 6 });
  expect(await settle(session, 2, [], false)).toMatchObject({ heldWindows: 0 });
  expect(await balanceOf(session.holderId)).toEqual({ posted: 40, held: 0 });
});

test("a hold belongs to the life that wrote its row", async () => {
  const session = sessionOf(await holderWith(100));
  const other = { ...session, writer: "second-life" };
  expect(await open(session)).toMatchObject({ ours: true });
  // The same life, unsure whether its write went through.
  expect(await open(session)).toMatchObject({ seq: 1, ours: true });
  expect(await open(other)).toMatchObject({ seq: 1, ours: false });
  expect(await settle(other, 1, picturesIn(0))).toMatchObject({ seq: 2, ours: true });
  const late = await settle(session, 1, picturesIn(0, 1));
  expect(late).toMatchObject({ seq: 2, ours: false, capturedWindows: 1 });
  expect(late.pictures).toEqual(picturesIn(0));
  expect(await balanceOf(session.holderId)).toEqual({ posted: 99, held: 6 });
  expect(await lastLiveBlock(known, session)).toMatchObject({ seq: 2, ours: false });
  expect(await lastLiveBlock(known, { ...session, sessionId: "another" })).toBeNull();
});

test("many at once: one block is begun, and a balance shared by sessions is never overdrawn", async () => {
  const holderId = await holderWith(20);
  const session = sessionOf(holderId);
  const same = await Promise.all(Array.from({ length: 20 }, () => open(session)));
  expect(new Set(same.map(({ heldWindows }) => heldWindows))).toEqual(new Set([5]));
  const sessions = Array.from({ length: 30 }, () => sessionOf(holderId));
  const blocks = await Promise.all(sessions.map((one) => open(one)));
  const held = 5 + blocks.reduce((sum, { heldWindows }) => sum + heldWindows, 0);
  expect(held).toBe(20);
  expect(await balanceOf(holderId)).toEqual({ posted: 20, held: 20 });
  expect(await divergences()).toEqual([]);
});

test("gaps, garbage and forged rows are refused", async () => {
  const session = sessionOf(await holderWith(100));
  await expect(open(session, 2)).rejects.toMatchObject({ refusal: "block_gap" });
  await open(session);
  await expect(settle(session, 5, [])).rejects.toMatchObject({ refusal: "block_gap" });
  for (const window of [-1, 1.5, "1" as unknown as number]) {
    await expect((async () => settle(session, 1, [{ window }]))()).rejects.toThrow(RangeError);
  }
  expect(await balanceOf(session.holderId)).toEqual({ posted: 100, held: 6 });
});

test("rows written: three where a session begins, four where it goes on, three where it ends, none when said again", async () => {
  const session = sessionOf(await holderWith(100));
  const written = async (seq: number, pictures: BlockPicture[], begin: boolean): Promise<number> => {
    const turn = turnBlock({ ...session, seq, pictures, begin, atMs: NOW_MS });
    const [result] = await env.DB.batch([prepared(turn)]);
    return result?.meta.rows_written ?? -1;
  };
  // The index of what is held is one of them wherever something is held.
  expect(await written(1, [], true)).toBe(3);
  expect(await written(2, picturesIn(0, 1, 1, 3), true)).toBe(4);
  expect(await written(2, picturesIn(0, 1, 1, 3), true)).toBe(0);
  expect(await written(3, picturesIn(4), false)).toBe(3);
});
