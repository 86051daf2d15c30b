/**
 * A clip of which every picture is whole. Encoders leave out what did not change, or make it see-through, and then only what knows
 * animated WebP can show it; of whole pictures the same clip can be given as a video without being encoded again.
 */
import type { OverlayOptions, default as sharp } from "sharp";

export interface FramesWish {
  /** Of each picture, 1 to 100. */
  quality: number;
  limitPixels: number;
  /** Drawn upon each of them. */
  over?: OverlayOptions;
}

const FILE_HEADER_BYTES = 12;
const MOVES = 0x02;

/** `clip`: an animated WebP. Rejects when it cannot be decoded to its end. */
export async function wholeFrames(
  open: typeof sharp,
  clip: Uint8Array,
  { quality, limitPixels, over }: FramesWish,
): Promise<Buffer> {
  const moving = open(clip, { animated: true, limitInputPixels: limitPixels, failOn: "warning" });
  const { pages = 1, delay = [], loop = 0 } = await moving.metadata();
  // They lie below each other.
  const { data, info } = await moving.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, channels } = info;
  const height = info.height / pages;
  const frameBytes = width * height * channels;
  const frames: Buffer[] = [];
  for (let page = 0; page < pages; page++) {
    const pixels = data.subarray(page * frameBytes, (page + 1) * frameBytes);
    const frame = open(pixels, { raw: { width, height, channels } }).composite(over ? [over] : []);
    // Opaque and without a profile, it is its header and one chunk.
    const still = await frame.removeAlpha().webp({ quality }).toBuffer();
    const about = [uint24(0), uint24(0), uint24(width - 1), uint24(height - 1), uint24(delay[page] ?? 0)];
    frames.push(chunk("ANMF", ...about, Buffer.of(0), still.subarray(FILE_HEADER_BYTES)));
  }
  const canvas = chunk("VP8X", Buffer.of(MOVES, 0, 0, 0), uint24(width - 1), uint24(height - 1));
  const loops = Buffer.alloc(6);
  loops.writeUInt16LE(loop, 4);
  return chunk("RIFF", Buffer.from("WEBP"), canvas, chunk("ANIM", loops), ...frames);
}

function chunk(name: string, ...parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, ...parts, Buffer.alloc(length % 2)]);
}

function uint24(value: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE(value, 0, 3);
  return bytes;
}
