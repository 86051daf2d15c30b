import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { makeClip } from "./clip.ts";
import { paint } from "./paint.ts";
import { sketchSvg, sketches } from "./sheet/sketches.ts";

const side = 192;
const drawings = new Map<string, Uint8Array>();
beforeAll(async () => {
  for (const sketch of sketches) {
    const svg = Buffer.from(sketchSvg(sketch, side));
    drawings.set(sketch.name, await sharp(svg).removeAlpha().raw().toBuffer());
  }
});

const painted = (name: string, words: string, seed = 11, strength = 0.7): Uint8Array =>
  paint({ pixels: drawings.get(name)!, width: side, height: side, prompt: words, strength, seed });

/** Mean colour of a box, in hundredths of the sheet. */
function meanOf(pixels: Uint8Array, [left, top, right, bottom]: readonly number[]): number[] {
  const sum = [0, 0, 0];
  let count = 0;
  for (let y = Math.floor((top! * side) / 100); y < (bottom! * side) / 100; y++) {
    for (let x = Math.floor((left! * side) / 100); x < (right! * side) / 100; x++, count++)
      for (let c = 0; c < 3; c++) sum[c] += pixels[(y * side + x) * 3 + c];
  }
  return sum.map((value) => value / count);
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;
const difference = (a: Uint8Array, b: Uint8Array): number => apart([...a], [...b]);

describe("looks", () => {
  const looks = ["oil", "watercolour", "ink", "gouache", "night", "paper-cut", "photo"];

  it("differ from each other, and words choose them", () => {
    const all = looks.map((look) => painted("house", `a cottage in a meadow, ${look}`));
    for (const [i, a] of all.entries())
      for (const b of all.slice(i + 1)) expect(difference(a, b)).toBeGreaterThan(4);
  });

  it("are without colour in ink, dark at night, flat in paper", () => {
    const house = (look: string): Uint8Array => painted("house", `a cottage in a meadow, ${look}`);
    const wall = [44, 53, 56, 60];
    const [r, , b] = meanOf(house("ink"), wall);
    expect(Math.abs(r! - b!)).toBeLessThan(16);
    const sky = [10, 5, 60, 25];
    const brightness = (pixels: Uint8Array): number =>
      meanOf(pixels, sky).reduce((sum, value) => sum + value, 0);
    expect(brightness(house("night"))).toBeLessThan(brightness(house("oil")) / 2);
    const roofs = [
      [44, 44, 47, 47],
      [53, 44, 56, 47],
    ].map((box) => meanOf(house("paper-cut"), box));
    expect(apart(roofs[0]!, roofs[1]!)).toBeLessThan(10);
  });

  it("paint every sketch in every look, near the drawing at low strength", () => {
    for (const { name, prompt } of sketches) {
      for (const look of looks) expect(painted(name, `${prompt}, ${look}`)).toHaveLength(side * side * 3);
      const faint = painted(name, prompt, 11, 0.05);
      expect(difference(faint, drawings.get(name)!)).toBeLessThan(20);
    }
  }, 30_000);
});

describe("what shapes are taken for", () => {
  it("keeps the hole of a handle open: wall behind, not cup", () => {
    const cup = painted("cup", "a blue cup of tea on a table");
    const wall = meanOf(cup, [84, 20, 94, 40]);
    const body = meanOf(cup, [40, 50, 56, 65]);
    const hole = meanOf(cup, [68, 51, 71, 55]);
    expect(apart(hole, wall)).toBeLessThan(apart(hole, body));
  });

  it("keeps a snowman's head on: white, no sun", () => {
    for (const seed of [1, 2, 3]) {
      const [r, g, b] = meanOf(
        painted("snowman", "a snowman in a snowy field, winter", seed),
        [47, 28, 53, 31],
      );
      expect(b! + 8).toBeGreaterThan(r!);
      expect(g!).toBeGreaterThan(90);
    }
  });

  it("lights windows in a city after dark", () => {
    const city = painted("skyline", "neon city skyline at night, cyberpunk");
    let lit = 0;
    for (let i = 0; i < city.length; i += 3)
      if (city[i] > 190 && city[i + 1] > 140 && city[i + 2] < 190) lit++;
    expect(lit).toBeGreaterThan(100);
  });

  it("gives red flowers red heads, a fire a bright flame", () => {
    const [r, g] = meanOf(painted("flowers", "red flowers in a vase"), [44, 16, 47, 20]);
    expect(r! - g!).toBeGreaterThan(50);
    const [flame] = meanOf(painted("campfire", "a campfire in the forest at night"), [47, 58, 53, 66]);
    expect(flame).toBeGreaterThan(180);
  });
});

it("varies with the seed and stays faithful", () => {
  const words = "a sailing boat on the sea at sunset";
  const versions = [1, 2, 3, 4].map((seed) => painted("boat", words, seed));
  const sea = versions.map((pixels) => meanOf(pixels, [5, 85, 95, 98]));
  for (const [i, a] of versions.entries()) {
    for (const [j, b] of versions.entries()) {
      if (j <= i) continue;
      expect(difference(a, b)).toBeGreaterThan(3);
      expect(difference(a, b)).toBeLessThan(45);
      expect(apart(sea[i]!, sea[j]!)).toBeLessThan(25);
    }
  }
});

describe("a clip", () => {
  const request = { width: 96, height: 64, frames: 8, bucket: 127, seed: 3 };
  const pixels = Uint8Array.from({ length: 96 * 64 * 3 }, (_, i) => (i * 7) % 251);

  it("begins with the picture, moves on a little at a time, and repeats itself exactly", () => {
    const frames = makeClip({ ...request, pixels });
    expect(frames).toHaveLength(8);
    expect(Buffer.from(frames[0]!).equals(Buffer.from(pixels))).toBe(true);
    for (let i = 1; i < frames.length; i++) expect(difference(frames[i]!, frames[i - 1]!)).toBeGreaterThan(0);
    expect(makeClip({ ...request, pixels })).toEqual(frames);
  });

  it("moves more with a higher bucket, and takes any size", () => {
    const last = (bucket: number): Uint8Array => makeClip({ ...request, pixels, bucket }).at(-1)!;
    const smooth = Uint8Array.from({ length: 96 * 64 * 3 }, (_, i) => (Math.floor(i / 3) % 96) * 2);
    const moved = (bucket: number): number =>
      difference(makeClip({ ...request, pixels: smooth, bucket }).at(-1)!, smooth);
    expect(moved(400)).toBeGreaterThan(moved(20));
    expect(last(1)).toHaveLength(pixels.length);
    for (const [width, height] of [
      [1, 1],
      [3, 50],
      [50, 2],
    ] as const)
      expect(
        makeClip({ ...request, width, height, pixels: new Uint8Array(width * height * 3) }),
      ).toHaveLength(8);
    expect(() => makeClip({ ...request, pixels: new Uint8Array(4) })).toThrow("fit");
  });
});
