import { beforeEach, expect, test } from "vitest";
import type { Cover } from "../../../api/cover.ts";
import { CoverKeeper } from "./cover-keeper.ts";

let nowMs = 0;
let timers: { atMs: number; run: () => void }[] = [];
let sent: { name: string; isLast: boolean; atMs: number }[] = [];
let sketchId: string | null = "skt_1";
let fails = false;

const named = (name: string): Blob => Object.assign(new Blob([name]), { title: name });

const keeper = (): CoverKeeper =>
  new CoverKeeper({
    sketchId: () => sketchId,
    drawing: () => Promise.resolve({ title: "drawing" } as unknown as ImageBitmap),
    make: (source) =>
      Promise.resolve({
        image: source as unknown as Blob,
        blur: (source as unknown as { title: string }).title,
      }),
    put: (_id, cover: Cover, isLast) => {
      sent.push({ name: cover.blur, isLast, atMs: nowMs });
      return fails ? Promise.reject(new Error("no network")) : Promise.resolve();
    },
    nowMs: () => nowMs,
    later: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => void (timers = timers.filter((each) => each !== timer));
    },
  });

async function pass(ms: number): Promise<void> {
  const untilMs = nowMs + ms;
  for (;;) {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    const [next] = timers.toSorted((a, b) => a.atMs - b.atMs);
    if (!next || next.atMs > untilMs) break;
    timers = timers.filter((each) => each !== next);
    nowMs = next.atMs;
    next.run();
  }
  nowMs = untilMs;
}

beforeEach(() => {
  nowMs = 0;
  timers = [];
  sent = [];
  sketchId = "skt_1";
  fails = false;
});

test("of the pictures of one rest, the last goes", async () => {
  const covers = keeper();
  covers.sawPicture(() => named("draft"), true);
  await pass(400);
  covers.sawPicture(() => named("full"), true);
  await pass(5000);
  expect(sent).toEqual([{ name: "full", isLast: false, atMs: 1900 }]);
});

test("while drawing goes on, one every twenty seconds, and always the newest", async () => {
  const covers = keeper();
  for (let at = 0; at < 20; at++) {
    covers.sawPicture(() => named(String(at)), true);
    await pass(3000);
  }
  await pass(30_000);
  expect(sent.length).toBeGreaterThanOrEqual(3);
  expect(sent.length).toBeLessThanOrEqual(4);
  expect(sent.at(-1)?.name).toBe("19");
  for (const [at, { atMs }] of sent.entries())
    expect(atMs - (sent[at - 1]?.atMs ?? -20_000)).toBeGreaterThanOrEqual(20_000);
});

test("when the page goes, the newest goes with it at once", async () => {
  const covers = keeper();
  covers.sawPicture(() => named("first"), true);
  await pass(2000);
  covers.sawPicture(() => named("second"), true);
  await pass(2000);
  void covers.flush();
  expect(sent.map(({ name, isLast }) => [name, isLast])).toEqual([
    ["first", false],
    ["second", true],
  ]);
  covers.sawPicture(() => named("third"), true);
  void covers.flush();
  await pass(10);
  expect(sent.at(-1)).toMatchObject({ name: "third", isLast: true });
  void covers.flush();
  await pass(60_000);
  expect(sent.length).toBe(3);
});

test("a drawing without a picture is its own cover; a picture takes its place", async () => {
  const covers = keeper();
  covers.drew();
  await pass(7000);
  expect(sent.map(({ name }) => name)).toEqual(["drawing"]);
  covers.sawPicture(() => named("picture"), true);
  await pass(60_000);
  covers.drew();
  await pass(60_000);
  expect(sent.map(({ name }) => name)).toEqual(["drawing", "picture"]);
});

test("left before the hand came to rest, it has the newest picture, or the drawing when there was none", async () => {
  const drawn = keeper();
  drawn.drew();
  void drawn.flush();
  await pass(10);
  const painted = keeper();
  painted.sawPicture(() => named("draft"), false);
  await pass(60_000);
  expect(sent.map(({ name }) => name)).toEqual(["drawing"]);
  void painted.flush();
  await pass(10);
  expect(sent.map(({ name, isLast }) => [name, isLast])).toEqual([
    ["drawing", true],
    ["draft", true],
  ]);
});

test("a sketch that is only looked at keeps the cover it has", async () => {
  const covers = keeper();
  covers.hadPicture();
  covers.drew();
  void covers.flush();
  await pass(60_000);
  expect(sent).toEqual([]);
});

test("a cover that could not be sent costs nothing, and the next one goes", async () => {
  const covers = keeper();
  fails = true;
  covers.sawPicture(() => named("lost"), true);
  await pass(30_000);
  fails = false;
  covers.sawPicture(() => named("kept"), true);
  await pass(30_000);
  expect(sent.map(({ name }) => name)).toEqual(["lost", "kept"]);
});

test("before there is a sketch nothing goes; once it is there, its cover does", async () => {
  const covers = keeper();
  sketchId = null;
  covers.sawPicture(() => named("early"), true);
  await pass(5000);
  sketchId = "skt_1";
  covers.sawPicture(() => named("late"), true);
  await pass(5000);
  expect(sent.map(({ name }) => name)).toEqual(["late"]);
});
