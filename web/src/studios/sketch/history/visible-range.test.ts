import { expect, test } from "vitest";
import { visibleRange } from "./visible-range.ts";

test.each([
  [0, 60, 600, 0, { from: 0, to: 0 }],
  [3, 60, 600, 0, { from: 0, to: 3 }],
  [500, 60, 600, 0, { from: 0, to: 14 }],
  [500, 60, 600, 6000, { from: 96, to: 114 }],
  [500, 60, 600, 29_400, { from: 486, to: 500 }],
  [500, 60, 600, 99_999, { from: 500, to: 500 }],
  [500, 60, 600, -200, { from: 0, to: 11 }],
])("%d items of %d px in %d px, scrolled %d", (count, step, width, scrolled, range) => {
  expect(visibleRange(count, step, width, scrolled)).toEqual(range);
});
