/** Pictures as people bring them: what is kept, and what a program sees that knows nothing of profiles. */
import { COLUMNS, SCENE, SQUARE_PX, allPhotos, refusedFiles } from "@llamasketch/testing/photos";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { barePicture, wholePicture } from "./index.ts";
import { plainPicture } from "./plain.ts";

const MAX_PIXELS = 25_000_000;
/** Of 255: each program rounds in its own way. */
const TOLERANCE = 4;
const photos = await allPhotos();
const refused = await refusedFiles();

async function squaresOf(bytes: Uint8Array): Promise<number[][]> {
  const { data, info } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([SCENE.widthPx, SCENE.heightPx]);
  return Array.from({ length: 24 }, (_, at) => {
    const [x, y] = [((at % COLUMNS) + 0.5) * SQUARE_PX, (Math.floor(at / COLUMNS) + 0.5) * SQUARE_PX];
    const from = (y * info.width + x) * info.channels;
    return [0, 1, 2].map((of) => data[from + (info.channels < 3 ? 0 : of)] ?? 0);
  });
}

describe("taken", () => {
  it.each(photos.map((photo) => [photo.name, photo] as const))("%s", async (_name, photo) => {
    const bare = await barePicture(photo.bytes, { maxPixels: MAX_PIXELS });
    if ("why" in bare) throw new Error(bare.why);
    expect(bare).toMatchObject(SCENE);
    // Nothing of whose it is, or where; once more, nothing is left to take away.
    expect(Buffer.from(bare.bytes).toString("latin1")).not.toMatch(/Jane|GPS|SEFH|mp42|script/);
    expect(await barePicture(bare.bytes, { maxPixels: MAX_PIXELS })).toEqual(bare);
    const plain = await plainPicture(sharp, photo.bytes, MAX_PIXELS);
    if ("why" in plain) throw new Error(plain.why);
    const seen = await squaresOf(
      plain.isAsItWas ? plain.bare.bytes : await plain.image.png({ compressionLevel: 1 }).toBuffer(),
    );
    for (const [at, square] of photo.squares.entries())
      for (const [of, value] of square.entries())
        expect(Math.abs(value - (seen[at]?.[of] ?? NaN)), `square ${at}`).toBeLessThanOrEqual(TOLERANCE);
  });

  it("without which way up it is, where whoever asks turns it", async () => {
    for (const photo of photos.filter(({ name }) => name.includes("turned"))) {
      const bare = await barePicture(photo.bytes, { maxPixels: MAX_PIXELS, withoutOrientation: true });
      if ("why" in bare) throw new Error(bare.why);
      expect(bare.orientation).toBeGreaterThan(1);
      expect((await sharp(bare.bytes).metadata()).orientation).toBeUndefined();
    }
  });
});

describe("refused", () => {
  it.each(refused.map((file) => [file.name, file] as const))("%s", async (_name, { bytes, why }) => {
    const bare = await barePicture(bytes, { maxPixels: MAX_PIXELS });
    expect(bare).toEqual({ why: expect.stringMatching(why) as string });
  });
});

it("whatever is changed in them, an answer comes, and what is taken is whole", async () => {
  let state = 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (const { name, bytes } of photos)
    for (let round = 0; round < 12; round++) {
      const changed = bytes.slice(0, round % 3 === 0 ? next(bytes.length) : bytes.length);
      // Most of what is looked at stands before the pixels.
      for (let n = 0; n < 3; n++) changed[next(Math.min(changed.length, 600))] = next(256);
      const bare = await barePicture(changed, { maxPixels: MAX_PIXELS });
      if (!("why" in bare)) expect(await wholePicture(bare.bytes, MAX_PIXELS), name).not.toBeNull();
    }
});
