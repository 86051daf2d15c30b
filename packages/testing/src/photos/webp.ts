/** Lossless WebPs, and those that somebody else coded, with whatever chunks around their pixels. */
import { joined, latin, le24, le32, type Bytes } from "./bytes.ts";

export interface WebpSpec {
  widthPx: number;
  heightPx: number;
  /** Red, green, blue, alpha; 0 to 255. */
  pixel: (x: number, y: number) => readonly number[];
}

/** `VP8L` without any of its transforms. */
export function losslessChunk({ widthPx, heightPx, pixel }: WebpSpec): Bytes {
  const out: number[] = [0x2f];
  let [bits, held] = [0, 0];
  const put = (value: number, length: number): void => {
    for (let at = 0; at < length; at++) {
      bits |= ((value >> at) & 1) << held;
      if (++held < 8) continue;
      out.push(bits);
      [bits, held] = [0, 0];
    }
  };
  put(widthPx - 1, 14);
  put(heightPx - 1, 14);
  put(1, 1);
  put(0, 3);
  // No transform, no cache of colours, one group of codes.
  put(0, 3);
  for (const symbols of [280, 256, 256, 256]) {
    put(0, 1);
    // Lengths of codes are 0 or 8, told by a bit each.
    put(12 - 4, 4);
    for (let at = 0; at < 12; at++) put(at === 2 || at === 11 ? 1 : 0, 3);
    put(0, 1);
    for (let at = 0; at < symbols; at++) put(at < 256 ? 1 : 0, 1);
  }
  // Distances: one code, of no bits.
  put(0b0001, 4);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++) {
      const [r = 0, g = 0, b = 0, a = 255] = pixel(x, y);
      for (const sample of [g, r, b, a]) for (let at = 7; at >= 0; at--) put((sample >> at) & 1, 1);
    }
  while (held > 0) put(0, 1);
  return riffChunk("VP8L", out);
}

export const riffChunk = (name: string, data: ArrayLike<number>): Bytes =>
  joined(latin(name), le32(data.length), data, data.length % 2 === 1 ? [0] : []);

export function riffOf(...chunks: readonly Bytes[]): Bytes {
  const inside = joined("WEBP", ...chunks);
  return joined("RIFF", le32(inside.length), inside);
}

export const extended = (widthPx: number, heightPx: number, flags: number): Bytes =>
  riffChunk("VP8X", [flags, 0, 0, 0, ...le24(widthPx - 1), ...le24(heightPx - 1)]);
export const WEBP_FLAGS = { profile: 0x20, alpha: 0x10, exif: 0x08, xmp: 0x04 } as const;
