import { expect, test } from "vitest";
import { CHECKPOINT_EVERY, isKept } from "./checkpoints.ts";

/** The copies that are there after `total` items, made and dropped one by one as a layer does. */
function keptAfter(total: number): number[] {
  let kept: number[] = [];
  for (let count = CHECKPOINT_EVERY; count <= total; count += CHECKPOINT_EVERY) {
    kept = [...kept.filter((each) => isKept(each, count)), count];
  }
  return kept;
}

test("few copies are kept of a long drawing", () => {
  expect(keptAfter(10_000).length).toBeLessThan(20);
});

test("going back any way repaints little more than it takes back", () => {
  for (const total of [100, 1000, 5003, 10_000]) {
    const kept = [0, ...keptAfter(total)];
    for (let back = 1; back <= total; back++) {
      const target = total - back;
      const from = kept.findLast((count) => count <= target) ?? 0;
      expect(target - from).toBeLessThanOrEqual(2 * back + 2 * CHECKPOINT_EVERY);
    }
  }
});
