import { describe, expect, test } from "vitest";
import { flood, type Pixels } from "./flood.ts";
import { ringsOf } from "./rings.ts";

const SIDE = 32;

/** A square of letters: `.` nothing, `#` ink, `+` half ink. */
function drawn(paint: (x: number, y: number) => string, sidePx = SIDE): Pixels {
  const data = new Uint8ClampedArray(4 * sidePx * sidePx);
  for (let at = 0; at < sidePx * sidePx; at++) {
    const letter = paint(at % sidePx, Math.floor(at / sidePx));
    data[4 * at + 3] = letter === "#" ? 255 : letter === "+" ? 40 : 0;
  }
  return { data, sidePx };
}
const frame = (x: number, y: number): string => {
  const edge = Math.min(x - 4, y - 4, 27 - x, 27 - y);
  return edge === 0 ? "#" : edge === 1 ? "+" : ".";
};
const count = (mask: Uint8Array): number => mask.reduce((sum, each) => sum + each, 0);

/** Pixels whose centres lie inside an odd number of rings. */
function filled(rings: number[][], sidePx = SIDE): number {
  let inside = 0;
  for (let at = 0; at < sidePx * sidePx; at++) {
    const [x, y] = [(at % sidePx) + 0.5, Math.floor(at / sidePx) + 0.5];
    let crossings = 0;
    for (const ring of rings) {
      for (let n = 0; n < ring.length; n += 2) {
        const corner = (at: number): number => ring[at % ring.length] ?? 0;
        const [ax, ay, bx, by] = [corner(n), corner(n + 1), corner(n + 2), corner(n + 3)];
        if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) crossings += 1;
      }
    }
    inside += crossings % 2;
  }
  return inside;
}

describe("a flood", () => {
  test("fills up to the line, its soft rim and one pixel of it, and no further", () => {
    expect(count(flood(drawn(frame), 16, 16, 1))).toBe(22 * 22 + 4 * 22);
  });

  test("reaches further under a line that is asked to be covered, never beyond it", () => {
    expect(count(flood(drawn(frame), 16, 16, 0))).toBe(22 * 22);
    expect(count(flood(drawn(frame), 16, 16, 9))).toBe(24 * 24);
  });

  test("outside stays outside", () => {
    const mask = flood(drawn(frame), 0, 0, 1);
    expect(mask[16 * SIDE + 16]).toBe(0);
    expect(count(mask)).toBe(SIDE * SIDE - 24 * 24 + 4 * 24 - 4);
  });

  test("does not slip through corners that only touch", () => {
    const diagonal = drawn((x, y) => (x === y || x === y + 1 ? "#" : "."));
    const mask = flood(diagonal, 20, 2, 1);
    expect(mask[20 * SIDE + 2]).toBe(0);
  });

  test("begins on ink as on paper", () => {
    expect(count(flood(drawn(frame), 4, 4, 1))).toBeGreaterThan(80);
  });

  test("a page of a million pixels takes a moment", () => {
    const maze = drawn((x, y) => (y % 8 === 4 && (y % 16 === 4 ? x > 3 : x < 1020) ? "#" : "."), 1024);
    const startedMs = performance.now();
    const rings = ringsOf(flood(maze, 0, 0, 2), 1024);
    expect(performance.now() - startedMs).toBeLessThan(1500);
    expect(rings.flat().length).toBeLessThanOrEqual(10_000);
  });
});

describe("rings", () => {
  test("enclose what the mask has, holes left out", () => {
    const mask = flood(
      drawn((x, y) => (Math.hypot(x - 16, y - 16) < 5 ? "#" : ".")),
      0,
      0,
      1,
    );
    const rings = ringsOf(mask, SIDE);
    expect(rings).toHaveLength(2);
    expect(Math.abs(filled(rings) - count(mask))).toBeLessThan(12);
  });

  test("a straight edge needs no more than its corners", () => {
    const mask = new Uint8Array(SIDE * SIDE).fill(1);
    const [ring = [], ...more] = ringsOf(mask, SIDE);
    expect(more).toEqual([]);
    expect(ring.length).toBeLessThanOrEqual(16);
    expect(filled([ring])).toBe(SIDE * SIDE);
  });

  test("specks are dropped, and however torn a mask is, its rings fit into one chunk", () => {
    const torn = Uint8Array.from({ length: 512 * 512 }, (_, at) => ((at * 2654435761) >>> 7) % 3 && 1);
    const rings = ringsOf(torn, 512);
    expect(JSON.stringify(rings).length).toBeLessThan(90_000);
  });

  test("an empty mask has none", () => {
    expect(ringsOf(new Uint8Array(SIDE * SIDE), SIDE)).toEqual([]);
  });
});
