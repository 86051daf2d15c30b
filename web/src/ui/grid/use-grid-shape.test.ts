import { expect, test } from "vitest";
import { shapeFor } from "./use-grid-shape.ts";

test.each([
  [288, 2],
  [358, 2],
  [700, 3],
  [1392, 7],
  [60, 1],
])("%i px hold %i columns, and fill the width", (widthPx, columns) => {
  const shape = shapeFor(widthPx);
  expect(shape.columns).toBe(columns);
  expect(shape.columns * shape.cardWidthPx + (columns - 1) * shape.gapPx).toBeCloseTo(widthPx);
});
