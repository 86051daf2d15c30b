/** What is stored of a picture: marked as made by a machine, and where the plan says so visibly too, beside a clean one. */
import { readImageHead } from "@llamasketch/contract";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { finishOutput } from "./job-output.ts";
import { markFor } from "./mark.ts";

const TEXT = "Created with LlamaSketch";
const plain = (widthPx: number, heightPx: number, tone: number): Promise<Buffer> =>
  sharp({
    create: { width: widthPx, height: heightPx, channels: 3, background: { r: tone, g: tone, b: tone } },
  })
    .png()
    .toBuffer();
/** Rows and columns in which a picture of one tone is another. */
async function touched(bytes: Uint8Array, tone: number, page = 0) {
  const { data, info } = await sharp(bytes, { page })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rows = new Set<number>();
  let lightest = 0;
  let darkest = 255;
  for (let at = 0; at < data.length; at += info.channels) {
    const value = data[at] ?? 0;
    if (Math.abs(value - tone) < 16) continue;
    rows.add(Math.floor(at / info.channels / info.width));
    lightest = Math.max(lightest, value);
    darkest = Math.min(darkest, value);
  }
  const sorted = [...rows].toSorted((a, b) => a - b);
  return { rows: sorted.length, from: sorted[0] ?? 0, to: sorted.at(-1) ?? 0, lightest, darkest };
}

/** Where each picture of a clip lies, its size, and what it is made of. */
function framesOf(clip: Buffer): string[] {
  const frames: string[] = [];
  for (let at = 12; at < clip.length;) {
    const length = clip.readUInt32LE(at + 4);
    if (clip.toString("latin1", at, at + 4) === "ANMF") {
      const [x = 0, y = 0, w = 0, h = 0] = [8, 11, 14, 17].map((place) => clip.readUIntLE(at + place, 3));
      frames.push(`${x * 2},${y * 2} ${w + 1}x${h + 1} ${clip.toString("latin1", at + 24, at + 28)}`);
    }
    at += 8 + length + (length % 2);
  }
  return frames;
}

describe("A6.9: a visible mark", () => {
  test.each([
    [1024, 1024, 0],
    [1024, 1024, 255],
    [1024, 1024, 128],
    [512, 512, 240],
    [256, 2048, 20],
    [2048, 256, 200],
    [256, 256, 255],
  ])(
    "in %i × %i on tone %i it is legible, below, and no higher than a part of 6 in 100",
    async (widthPx, heightPx, tone) => {
      const { bytes, marked } = await finishOutput(await plain(widthPx, heightPx, tone), "picture", TEXT);
      const seen = await touched(marked?.bytes ?? bytes, tone);
      expect(seen.rows).toBeGreaterThan(2);
      expect(seen.to - seen.from + 1).toBeLessThanOrEqual(Math.ceil(heightPx * 0.06) + 1);
      expect(seen.from).toBeGreaterThan(heightPx * 0.9);
      // White letters on a dark ground, whatever lies below.
      const { data } = await sharp(markFor(TEXT, widthPx, heightPx).svg)
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(data.includes(255)).toBe(true);
      if (tone < 200) expect(seen.lightest).toBeGreaterThan(200);
      if (tone > 100) expect(seen.darkest).toBeLessThan(tone * 0.6);
      // The first copy has nothing of it.
      expect((await touched(bytes, tone)).rows).toBe(0);
    },
  );

  test("the small picture is of the marked one, and both copies say that a machine made them", async () => {
    const made = await finishOutput(await plain(1024, 1024, 30), "picture", TEXT);
    expect((await touched(made.thumbnail?.bytes ?? new Uint8Array(), 30)).rows).toBeGreaterThan(2);
    for (const copy of [made.bytes, made.marked?.bytes, made.thumbnail?.bytes]) {
      expect((await sharp(copy).metadata()).xmp?.toString()).toContain("/trainedAlgorithmicMedia<");
    }
    for (const copy of [made.bytes, made.marked?.bytes]) {
      expect(readImageHead(copy ?? new Uint8Array())).toEqual({
        format: "jpeg",
        widthPx: 1024,
        heightPx: 1024,
      });
    }
    const without = await finishOutput(await plain(1024, 1024, 30), "picture");
    expect(without.marked).toBeNull();
    expect((await touched(without.thumbnail?.bytes ?? new Uint8Array(), 30)).rows).toBe(0);
  });

  test("every picture of a clip carries it, and it runs on as it did", async () => {
    const pages = await Promise.all([40, 80, 120].map((tone) => plain(256, 256, tone)));
    const clip = await sharp(pages, { join: { animated: true } })
      .webp({ lossless: true, delay: [100, 100, 100] })
      .toBuffer();
    const { bytes, marked } = await finishOutput(clip, "clip", TEXT);
    const copy = marked?.bytes ?? new Uint8Array();
    for (const whole of [bytes, copy])
      expect((await sharp(whole).metadata()).xmp?.toString()).toContain("/trainedAlgorithmicMedia<");
    expect((await touched(bytes, 40)).rows).toBe(0);
    expect(await sharp(copy, { animated: true }).metadata()).toMatchObject({
      pages: 3,
      delay: [100, 100, 100],
    });
    expect(readImageHead(copy)).toEqual({ format: "webp", widthPx: 256, heightPx: 256 });
    for (const [page, tone] of [40, 80, 120].entries())
      expect((await touched(copy, tone, page)).rows).toBeGreaterThan(2);
  });

  test("[A8.3] every picture of a clip is whole and opaque, nothing is told of how it was made, and it looks as it did", async () => {
    const side = 128;
    const ground = await sharp(await plain(side, side, 90))
      .composite([{ input: await plain(8, 8, 200) }])
      .png()
      .toBuffer();
    // Little changes from one to the next: encoders then keep that alone.
    const pages = await Promise.all(
      [0, 40, 80].map((left) =>
        sharp(ground)
          .composite([
            {
              input: Buffer.from(
                `<svg width="30" height="30"><circle cx="15" cy="15" r="12" fill="red"/></svg>`,
              ),
              left,
              top: 50,
            },
          ])
          .png()
          .toBuffer(),
      ),
    );
    const clip = await sharp(pages, { join: { animated: true } })
      .withExif({ IFD0: { Model: "prompt: a secret garden" } })
      .webp({ quality: 90, delay: [100, 110, 120], loop: 3 })
      .toBuffer();
    expect(framesOf(clip)).not.toEqual(Array(3).fill("0,0 128x128 VP8 "));
    const { bytes } = await finishOutput(clip, "clip");
    expect(framesOf(Buffer.from(bytes))).toEqual(Array(3).fill("0,0 128x128 VP8 "));
    expect(Buffer.from(bytes).toString("latin1")).not.toContain("secret");
    const after = sharp(bytes, { animated: true });
    expect(await after.metadata()).toMatchObject({
      pages: 3,
      delay: [100, 110, 120],
      loop: 3,
    });
    const before = await sharp(clip, { animated: true }).removeAlpha().raw().toBuffer();
    const raw = await after.raw().toBuffer();
    const off = raw.reduce((sum, value, at) => sum + Math.abs(value - (before[at] ?? 0)), 0) / raw.length;
    expect(off).toBeLessThan(2);
  });

  test("letters are of any host's own; a text that is too long for the width is smaller, never cut", () => {
    for (const text of ["x", TEXT, "~".repeat(60)]) {
      const { svg, leftPx, topPx } = markFor(text, 300, 1000);
      const [, width = "0", height = "0"] = /width="(\d+)" height="(\d+)"/.exec(svg.toString()) ?? [];
      expect(Number(width)).toBeLessThanOrEqual(270);
      expect(Number(height)).toBeLessThanOrEqual(60);
      expect(leftPx + Number(width)).toBeLessThanOrEqual(300);
      expect(topPx + Number(height)).toBeLessThanOrEqual(1000);
      expect(svg.toString()).not.toContain("<text");
    }
  });
});
