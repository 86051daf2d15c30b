import { describe, expect, test } from "vitest";
import { carried, fitted, onPage, rounded, scaled, shifted, stretched, turned } from "./placement.ts";
import { SHAPES, shapeLine } from "./shapes.ts";

const place = { x: 500, y: 400, width: 200, height: 100, angle: 0 };

describe("placing", () => {
  test("begins in the middle, as large as fits", () => {
    expect(fitted(4000, 3000)).toEqual({ x: 512, y: 512, width: 1024, height: 768, angle: 0 });
    expect(fitted(10, 20, 0.5)).toEqual({ x: 512, y: 512, width: 256, height: 512, angle: 0 });
  });
  test("stays on the page and in sight", () => {
    expect(shifted(place, 9999, -9999)).toMatchObject({ x: 1024, y: 0 });
    expect(scaled(place, 0.0001)).toMatchObject({ width: 32, height: 16 });
    expect(scaled(place, 1e9)).toMatchObject({ width: 4096, height: 2048 });
    expect(stretched(place, -500, 20)).toMatchObject({ width: 16, height: 120 });
  });
  test("turns round and round", () => {
    expect(turned(place, 190).angle).toBeCloseTo(-170);
    expect(turned({ ...place, angle: -170 }, -20).angle).toBeCloseTo(170);
  });
  test("goes with two fingers", () => {
    const from = [
      { x: 400, y: 400 },
      { x: 600, y: 400 },
    ] as const;
    const to = [
      { x: 510, y: 300 },
      { x: 510, y: 700 },
    ] as const;
    const after = carried(place, from, to);
    expect(after).toMatchObject({ x: 510, y: 500, width: 400, height: 200 });
    expect(after.angle).toBeCloseTo(90);
  });
  test("is said in whole numbers", () => {
    expect(rounded({ ...place, x: 1.4, angle: 12.34 })).toEqual({ ...place, x: 1, angle: 12.3 });
  });
  test("a turned place turns its points", () => {
    const corner = onPage({ ...place, angle: 90 }, { x: 0.5, y: -0.5 });
    expect([corner.x, corner.y].map(Math.round)).toEqual([550, 500]);
  });
});

describe("shapes", () => {
  test.each(SHAPES)("%s stays inside its place and fills it", (shape) => {
    const line = shapeLine(shape, place);
    const xs = line.map(({ x }) => x);
    const ys = line.map(({ y }) => y);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(400 - 1e-6);
    expect(Math.max(...xs)).toBeLessThanOrEqual(600 + 1e-6);
    expect(Math.min(...ys)).toBeGreaterThanOrEqual(350 - 1e-6);
    expect(Math.max(...ys)).toBeLessThanOrEqual(450 + 1e-6);
    expect(Math.max(...xs) - Math.min(...xs)).toBeGreaterThan(180);
  });
  test("all but the line are closed", () => {
    const open = SHAPES.filter((shape) => {
      const line = shapeLine(shape, place);
      const [first, last] = [line[0], line.at(-1)];
      return !first || !last || Math.hypot(first.x - last.x, first.y - last.y) > 1e-6;
    });
    expect(open).toEqual(["line"]);
  });
});
