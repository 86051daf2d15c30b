import { describe, expect, it } from "vitest";
import { boundLatenciesMs } from "./bound.ts";
import { seededRandom } from "./clock.ts";
import { unhurriedHand } from "./hand.ts";

describe("the bound", () => {
  it("[BENCH] agrees with two hands worked out on paper", () => {
    // A draws 0-100 and 700-800, B draws 50-150; one picture takes 600 ms.
    // 0: A's first ink is taken (stroke not ended). 600: B's turn, its stroke is whole → 1200, 1050 after 150.
    // 1200: A again, with both its strokes → 1800: 1700 after 100, 1000 after 800. Nothing else changed.
    const hands = [
      [
        { downMs: 0, upMs: 100 },
        { downMs: 700, upMs: 800 },
      ],
      [{ downMs: 50, upMs: 150 }],
    ];
    expect(boundLatenciesMs(hands, 600)).toEqual([1050, 1700, 1000]);
  });

  it("[BENCH] serves a lone stroke in two turns at most", () => {
    expect(boundLatenciesMs([[{ downMs: 10, upMs: 400 }]], 600)).toEqual([810]);
  });
});

describe("a hand", () => {
  it("[BENCH] draws as the people it was fitted on: median stroke near 1.06 s, median pause near 0.86 s", () => {
    const strokes: number[] = [];
    const pauses: number[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const hand = unhurriedHand(seededRandom(seed), 120_000);
      hand.forEach(({ downMs, upMs }, at) => {
        strokes.push(upMs - downMs);
        const before = hand[at - 1];
        if (before) pauses.push(downMs - before.upMs);
      });
    }
    const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0;
    expect(median(strokes)).toBeGreaterThan(850);
    expect(median(strokes)).toBeLessThan(1250);
    expect(median(pauses)).toBeGreaterThan(700);
    expect(median(pauses)).toBeLessThan(1000);
  });
});
