import { expect, test } from "vitest";
import { gridMove } from "./grid-move.ts";

/* 0 1 2
   3 4 5
   6 7   */
test.each([
  [0, "ArrowLeft", 0],
  [3, "ArrowLeft", 2],
  [2, "ArrowRight", 3],
  [7, "ArrowRight", 7],
  [1, "ArrowUp", 1],
  [4, "ArrowUp", 1],
  [4, "ArrowDown", 7],
  [5, "ArrowDown", 7],
  [6, "ArrowDown", 6],
  [4, "Enter", 4],
])("from %i by %s to %i", (at, key, to) => expect(gridMove(at, key, 3, 8)).toBe(to));

test("one column, one place", () => {
  expect(gridMove(0, "ArrowDown", 1, 2)).toBe(1);
  expect(gridMove(0, "ArrowDown", 4, 1)).toBe(0);
});
