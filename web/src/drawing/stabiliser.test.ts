import { expect, test } from "vitest";
import { Stabiliser } from "./stabiliser.ts";
import { constrained } from "./straight.ts";

/** How far the ink strays from a straight way that a trembling hand takes. */
function strayOf(strength: number): number {
  const stabiliser = new Stabiliser(strength, { x: 0, y: 0 }, 0, 1);
  let stray = 0;
  for (let at = 1; at <= 60; at++) {
    const ink = stabiliser.follow({ x: at * 6, y: at % 2 ? 5 : -5 }, at * 8);
    stray = Math.max(stray, Math.abs(ink.y));
  }
  return stray;
}

test("without strength the ink is where the hand is", () => {
  const stabiliser = new Stabiliser(0, { x: 0, y: 0 }, 0, 1);
  expect(stabiliser.follow({ x: 30, y: 4 }, 0)).toEqual({ x: 30, y: 4 });
  expect(stabiliser.catchUp()).toEqual([]);
});

test("more strength, calmer ink", () => {
  expect(strayOf(0)).toBe(5);
  expect(strayOf(0.3)).toBeLessThan(2.5);
  expect(strayOf(1)).toBeLessThan(0.6);
});

test("seen from near the string is as long on the screen, and so shorter on the page", () => {
  const far = new Stabiliser(1, { x: 0, y: 0 }, 0, 0.5);
  const near = new Stabiliser(1, { x: 0, y: 0 }, 0, 4);
  expect(far.follow({ x: 12, y: 0 }, 1000).x).toBe(0);
  expect(near.follow({ x: 12, y: 0 }, 1000).x).toBeGreaterThan(8);
});

test("the ink comes after a resting hand, and all the way when it lifts", () => {
  const stabiliser = new Stabiliser(1, { x: 0, y: 0 }, 0, 1);
  stabiliser.follow({ x: 100, y: 0 }, 10);
  expect(stabiliser.isBehind).toBe(true);
  expect(stabiliser.catchUp().at(-1)).toEqual({ x: 100, y: 0 });
  for (let at = 1; at < 100; at++) stabiliser.wait(10 + at * 16);
  expect(stabiliser.isBehind).toBe(false);
});

test("a clock that stands still or runs back moves nothing", () => {
  const stabiliser = new Stabiliser(1, { x: 0, y: 0 }, 100, 1);
  expect(stabiliser.follow({ x: 50, y: 0 }, 90)).toEqual({ x: 0, y: 0 });
});

test("Shift turns a line to the nearest 15°, as long as it was", () => {
  const end = constrained({ x: 10, y: 10 }, { x: 110, y: 13 });
  expect(end.y).toBeCloseTo(10);
  expect(Math.hypot(end.x - 10, end.y - 10)).toBeCloseTo(Math.hypot(100, 3));
  const steep = constrained({ x: 0, y: 0 }, { x: 52, y: 48 });
  expect(steep.x).toBeCloseTo(steep.y);
});
