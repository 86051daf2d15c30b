import { LIVE_HOLD_MS, LIVE_IDLE_MS, LIVE_WINDOW_MS } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { blocksOf, everyPauseKept, listedDrawing, type DrawnSession } from "./live-session.ts";

const FOR_MS = 300_000;
const SEEDS = Array.from({ length: 20 }, (_, at) => at + 1);
const windowsOf = ({ turns }: DrawnSession): number[] =>
  turns.flatMap(({ pictures }) =>
    (pictures ?? []).flatMap(({ window }) => (window === undefined ? [] : [window])),
  );

test("L9: five minutes are 20 pictures and 16 variations", () => {
  for (const seed of SEEDS) expect(listedDrawing(seed, FOR_MS).storedMs.length).toBe(36);
});

describe("the blocks of a session", () => {
  test.each([1, 3, 6])("of %i windows hold what the rules say", (held) => {
    for (const drawing of SEEDS.flatMap((seed) => [
      listedDrawing(seed, FOR_MS),
      everyPauseKept(seed, FOR_MS),
    ])) {
      const session = blocksOf(drawing, held);
      expect(windowsOf(session).length).toBe(session.pictures);
      expect(new Set(windowsOf(session)).size).toBe(session.windows);
      let paid = -1;
      for (const [at, turn] of session.turns.entries()) {
        const before = session.turns[at - 1];
        expect(turn.seq).toBe(at + 1);
        expect(turn.pictures === null).toBe(before === undefined || !before.begin);
        if (!before?.begin) continue;
        expect(turn.atMs - before.atMs).toBeLessThanOrEqual(LIVE_HOLD_MS / 2 + 1);
        const fresh = new Set(
          (turn.pictures ?? []).map(({ window = -1 }) => window).filter((window) => window > paid),
        );
        expect(fresh.size).toBeLessThanOrEqual(held);
        paid = Math.max(paid, ...fresh);
      }
      expect(session.turns.at(-1)?.begin).toBe(false);
    }
  });
  test("end ten seconds after the last stroke, and begin again with the next", () => {
    const stroke = (downMs: number) => ({ downMs, upMs: downMs + 1000 });
    const { turns, alarms } = blocksOf({ strokes: [stroke(0), stroke(60_000)], storedMs: [1600, 61_600] }, 6);
    expect(turns.map(({ begin, atMs }) => [begin, atMs])).toEqual([
      [true, 0],
      [false, 1600 + LIVE_IDLE_MS],
      [true, 60_000],
      [false, 61_600 + LIVE_IDLE_MS],
    ]);
    expect(alarms).toBe(1);
    expect(turns[1]?.pictures).toMatchObject([{ window: 0 }]);
    expect(turns[3]?.pictures).toMatchObject([{ window: Math.floor(61_600 / LIVE_WINDOW_MS) }]);
  });
});
