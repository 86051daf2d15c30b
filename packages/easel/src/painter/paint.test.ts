import { describe, expect, it } from "vitest";
import { paint } from "./paint.ts";
import type { PaintRequest } from "./paint-request.ts";

const side = 128;

function draw(
  ...boxes: readonly (readonly [left: number, top: number, right: number, bottom: number])[]
): Uint8Array {
  const pixels = new Uint8Array(side * side * 3).fill(255);
  const dot = (x: number, y: number): void =>
    void pixels.fill(10, (y * side + x) * 3, (y * side + x) * 3 + 3);
  for (const [left, top, right, bottom] of boxes) {
    for (let x = left; x <= right; x++) for (const y of [top, top + 1, bottom, bottom - 1]) dot(x, y);
    for (let y = top; y <= bottom; y++) for (const x of [left, left + 1, right, right - 1]) dot(x, y);
  }
  return pixels;
}

const request: PaintRequest = {
  pixels: draw([30, 50, 80, 100]),
  width: side,
  height: side,
  prompt: "a house in a field",
  strength: 0.6,
  seed: 7,
};

/** Mean difference of two pictures inside a box, 0 to 255. */
function difference(a: Uint8Array, b: Uint8Array, [left, top, right, bottom] = [0, 0, side, side]): number {
  let sum = 0;
  for (let y = top!; y < bottom!; y++) {
    for (let i = (y * side + left!) * 3; i < (y * side + right!) * 3; i++) sum += Math.abs(a[i] - b[i]);
  }
  return sum / ((right! - left!) * (bottom! - top!) * 3);
}

describe("the painter", () => {
  const first = paint(request);

  it("gives the same bytes for the same request", () => {
    expect(Buffer.from(paint(request)).equals(Buffer.from(first))).toBe(true);
    expect(first).toHaveLength(side * side * 3);
  });

  it("leaves its input alone", () => {
    const before = request.pixels.slice();
    paint(request);
    expect(request.pixels).toEqual(before);
  });

  it("follows a stroke: a new shape changes the picture there most", () => {
    const changed = paint({ ...request, pixels: draw([30, 50, 80, 100], [92, 20, 120, 44]) });
    const there = difference(first, changed, [92, 20, 120, 44]);
    expect(there).toBeGreaterThan(20);
    expect(difference(first, changed, [34, 54, 76, 96])).toBeLessThan(there / 3);
  });

  it("listens to the words, and to unknown words a little", () => {
    expect(difference(first, paint({ ...request, prompt: "a house at night" }))).toBeGreaterThan(30);
    expect(difference(first, paint({ ...request, prompt: "a house in a field qwxz" }))).toBeGreaterThan(0.5);
    const red = paint({ ...request, prompt: "a red house" });
    const middle = (75 * side + 55) * 3;
    expect(red[middle]).toBeGreaterThan(red[middle + 2] + 40);
  });

  it("gives the drawing back at strength 0 and departs from it as strength grows", () => {
    const far = [0, 0.3, 0.6, 1].map((strength) =>
      difference(request.pixels, paint({ ...request, strength })),
    );
    expect(far[0]).toBe(0);
    expect(far[1]).toBeGreaterThan(5);
    expect(far[2]).toBeGreaterThan(far[1]!);
    expect(far[3]).toBeGreaterThan(far[2]!);
  });

  it("varies with the seed, but keeps the scene", () => {
    const other = difference(first, paint({ ...request, seed: 8 }));
    expect(other).toBeGreaterThan(2);
    expect(other).toBeLessThan(60);
  });

  it("keeps the colour of a coloured stroke", () => {
    const pixels = new Uint8Array(side * side * 3).fill(255);
    for (let y = 60; y < 66; y++) {
      for (let x = 20; x < 100; x++) pixels.set([20, 60, 220], (y * side + x) * 3);
    }
    const painted = paint({ ...request, pixels });
    const at = (63 * side + 60) * 3;
    expect(painted[at + 2]).toBeGreaterThan(painted[at] + 90);
  });

  it("paints anything it is given", () => {
    const noise = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 2654435761) >>> 24);
    for (const pixels of [noise, noise.slice().fill(0), noise.slice().fill(255), noise.slice().fill(128)]) {
      expect(paint({ ...request, pixels })).toHaveLength(pixels.length);
    }
    for (const [width, height] of [
      [1, 1],
      [8, 8],
      [3, 200],
      [200, 2],
      [131, 77],
    ] as const) {
      const pixels = new Uint8Array(width * height * 4);
      for (const prompt of ["", "neon city at night", "ink", "watercolour storm", "\u{1f600} <script>"]) {
        expect(paint({ pixels, width, height, prompt, strength: 1, seed: 2 ** 40 })).toHaveLength(
          width * height * 3,
        );
      }
    }
    expect(paint({ ...request, strength: Number.NaN, seed: Number.NaN })).toHaveLength(side * side * 3);
    expect(() => paint({ ...request, width: 5 })).toThrow("pixels");
    expect(() => paint({ ...request, width: 0.5 })).toThrow("whole");
  });
});
