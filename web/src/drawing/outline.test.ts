import { expect, test } from "vitest";
import type { StrokeOperation, StrokePoint } from "./operation.ts";
import { strokeCoats } from "./outline.ts";

const line = (pressure: number | null, tool: StrokeOperation["tool"] = "brush"): StrokeOperation => ({
  op: "stroke",
  id: "a",
  tool,
  colour: "#000000",
  size: 20,
  points: Array.from({ length: 20 }, (_, at): StrokePoint => [100 + at * 10, 500, at * 8, pressure]),
});
const strokeOutline = (stroke: StrokeOperation) => strokeCoats(stroke).flatMap(({ outline }) => outline);
function heightOf(stroke: StrokeOperation): number {
  const ys = strokeOutline(stroke).map((point) => point[1]);
  return Math.max(...ys) - Math.min(...ys);
}

test("the same stroke always has the same outline", () => {
  expect(strokeOutline(line(null))).toEqual(strokeOutline(line(null)));
});

test("a pen that presses harder draws wider", () => {
  expect(heightOf(line(0.9))).toBeGreaterThan(1.5 * heightOf(line(0.2)));
});

test("an eraser is as wide as it says, however hard it is pressed", () => {
  expect(heightOf(line(0.1, "eraser"))).toBeCloseTo(20, 0);
  expect(heightOf(line(0.9, "eraser"))).toBeCloseTo(20, 0);
});

test("a tap leaves a dot", () => {
  expect(strokeOutline({ ...line(null), points: [[10, 10, 0, null]] }).length).toBeGreaterThan(3);
});

test("a pen held as for writing draws with its tip", () => {
  const upright = {
    ...line(0.5),
    points: line(0.5).points.map(([x, y, t, p]) => [x, y, t, p, 0.4] as const),
  };
  expect(strokeCoats(upright)).toEqual(strokeCoats(line(0.5)));
});

test("a pen that lies flat draws broad and soft, and most so where it lies flattest", () => {
  const flat = (tilt: number): StrokeOperation => ({
    ...line(0.5),
    points: line(0.5).points.map(([x, y, t, p]) => [x, y, t, p, tilt] as const),
  });
  expect(heightOf(flat(0.85))).toBeGreaterThan(1.8 * heightOf(line(0.5)));
  expect(heightOf(flat(0.65))).toBeGreaterThan(1.3 * heightOf(line(0.5)));
  const coats = strokeCoats(flat(0.85));
  const heights = coats.map(({ outline }) => {
    const ys = outline.map((point) => point[1]);
    return Math.max(...ys) - Math.min(...ys);
  });
  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  expect(coats.map(({ alpha }) => alpha)).toEqual(coats.map(({ alpha }) => alpha).toSorted());
});
