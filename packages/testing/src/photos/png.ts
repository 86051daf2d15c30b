/** PNGs of every colour type and depth, with whatever chunks. */
import { deflated, joined, latin, u16, u32, type Bytes } from "./bytes.ts";

export interface PngSpec {
  widthPx: number;
  heightPx: number;
  colourType: 0 | 2 | 3 | 4 | 6;
  bits: 1 | 2 | 4 | 8 | 16;
  /** Samples of a pixel, each 0 to 2^bits - 1. */
  pixel: (x: number, y: number) => readonly number[];
  isInterlaced?: boolean;
  /** Between the header and the pixels, in their order. */
  chunks?: readonly Bytes[];
  /** Between the pixels and the end. */
  after?: readonly Bytes[];
}

const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export async function pngOf(spec: PngSpec): Promise<Bytes> {
  const { widthPx, heightPx, colourType, bits, isInterlaced = false, chunks = [], after = [] } = spec;
  const head = [...u32(widthPx), ...u32(heightPx), bits, colourType, 0, 0, isInterlaced ? 1 : 0];
  const lines: number[][] = [];
  for (const [x0, y0, dx, dy] of isInterlaced ? ADAM7 : ([[0, 0, 1, 1]] as const))
    for (let y = y0; y < heightPx; y += dy) {
      const samples: number[] = [];
      for (let x = x0; x < widthPx; x += dx) samples.push(...spec.pixel(x, y));
      if (samples.length > 0) lines.push([0, ...packed(samples, bits)]);
    }
  const pixels = await deflated(Uint8Array.from(lines.flat()));
  return joined(
    "\x89PNG\r\n\x1a\n",
    chunk("IHDR", head),
    ...chunks,
    chunk("IDAT", pixels),
    ...after,
    chunk("IEND", []),
  );
}

function packed(samples: readonly number[], bits: number): number[] {
  if (bits === 8) return [...samples];
  if (bits === 16) return samples.flatMap(u16);
  const bytes: number[] = [];
  const each = 8 / bits;
  for (let at = 0; at < samples.length; at += each) {
    let byte = 0;
    for (let part = 0; part < each; part++) byte = (byte << bits) | (samples[at + part] ?? 0);
    bytes.push(byte);
  }
  return bytes;
}

export function chunk(name: string, data: ArrayLike<number>): Bytes {
  const named = joined(latin(name), data);
  return joined(u32(data.length), named, u32(crc32(named)));
}

export const iccp = async (profile: Bytes): Promise<Bytes> =>
  chunk("iCCP", joined("Jane's own screen", [0, 0], await deflated(profile)));
export const gama = (value: number): Bytes => chunk("gAMA", u32(Math.round(value * 100_000)));
export const chrm = (...values: readonly number[]): Bytes =>
  chunk(
    "cHRM",
    values.flatMap((one) => u32(Math.round(one * 100_000))),
  );
export const cicp = (primaries: number, transfer: number): Bytes =>
  chunk("cICP", [primaries, transfer, 0, 1]);

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
