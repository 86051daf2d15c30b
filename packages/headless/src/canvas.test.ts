/** Photos as `npm run sketch --in` uncovers them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLUMNS, allPhotos, refusedFiles } from "@llamasketch/testing/photos";
import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { UnfitImage, openCover } from "./canvas.ts";

const folder = mkdtempSync(join(tmpdir(), "cover-"));
const file = join(folder, "in");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const photos = (await allPhotos()).filter(({ name }) =>
  /turned|P3|alpha|CMYK|gAMA|16 bits|behind/.test(name),
);

describe("--in", () => {
  it.each(photos.map((photo) => [photo.name, photo] as const))("%s", async (_name, { bytes, squares }) => {
    writeFileSync(file, bytes);
    const canvas = await (await openCover(file)).reveal(1, "draft");
    expect([canvas.widthPx, canvas.heightPx]).toEqual([512, 341]);
    const { data, info } = await sharp(canvas.bytes).raw().toBuffer({ resolveWithObject: true });
    for (const [at, square] of squares.entries()) {
      const x = Math.round(((at % COLUMNS) + 0.5) * (512 / COLUMNS));
      const y = Math.round((Math.floor(at / COLUMNS) + 0.5) * (341 / 4));
      const from = (y * info.width + x) * info.channels;
      for (const [of, value] of square.entries())
        expect(Math.abs(value - (data[from + of] ?? NaN)), `square ${at}`).toBeLessThan(8);
    }
  });

  it("what is damaged is not, and why is told", async () => {
    for (const { name, bytes, why } of await refusedFiles()) {
      if (!/cut short|scan|whole|PQ/.test(name)) continue;
      writeFileSync(file, bytes);
      const error = await openCover(file).catch((error: unknown) => error);
      expect(error, name).toBeInstanceOf(UnfitImage);
      expect((error as Error).message).toMatch(why);
    }
  });
});
