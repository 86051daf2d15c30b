/** The smallest whole images of any size: one grey tone, decodable by anyone. */
import { markMedia } from "@llamasketch/media-mark";

/** A8.3: as what a host sent is kept. */
export function asKept(picture: Uint8Array): Uint8Array<ArrayBuffer> {
  const marked = markMedia(picture, "trainedAlgorithmicMedia");
  if (!marked) throw new Error("this is no picture");
  return marked;
}

const be = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) % 256);

/** A baseline JPEG of one component: every block is the two bits "no difference, end of block". */
export function jpeg(widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(widthPx / 8) * Math.ceil(heightPx / 8);
  const oneCode = [1, ...Array.from({ length: 15 }, () => 0), 0];
  const parts = [
    [0xff, 0xd8],
    [0xff, 0xdb, ...be(67, 2), 0, ...Array.from({ length: 64 }, () => 1)],
    [0xff, 0xc0, ...be(11, 2), 8, ...be(heightPx, 2), ...be(widthPx, 2), 1, 1, 0x11, 0],
    [0xff, 0xc4, ...be(20, 2), 0x00, ...oneCode],
    [0xff, 0xc4, ...be(20, 2), 0x10, ...oneCode],
    [0xff, 0xda, ...be(8, 2), 1, 1, 0x00, 0, 63, 0],
    Array.from({ length: Math.ceil(blocks / 4) }, () => 0),
    [0xff, 0xd9],
  ];
  return Uint8Array.from(parts.flat());
}

/** A clip of lossless frames: their heads, and as many bytes as a small one has. Each lasts as long as `msEach` says. */
export function clip(widthPx: number, heightPx: number, msEach: readonly number[]): Uint8Array<ArrayBuffer> {
  const size = [...little(widthPx - 1, 3), ...little(heightPx - 1, 3)];
  const frame = (ms: number) => [...little(0, 6), ...size, ...little(ms, 3), 0, ...vp8l(widthPx, heightPx)];
  return riff(
    ["VP8X", [0x02, 0, 0, 0, ...size]],
    ["ANIM", little(0, 6)],
    ...msEach.map((ms): [string, number[]] => ["ANMF", frame(ms)]),
  );
}

export const riff = (...chunks: [string, ArrayLike<number>][]): Uint8Array<ArrayBuffer> => {
  const body = chunks.flatMap((part) => chunk(...part));
  const ascii = (text: string) => [...new TextEncoder().encode(text)];
  return Uint8Array.from([...ascii("RIFF"), ...little(body.length + 4, 4), ...ascii("WEBP"), ...body]);
};
export const vp8lData = (widthPx: number, heightPx: number): number[] => {
  const bits = (widthPx - 1) | ((heightPx - 1) << 14);
  // Five codes of one symbol each: a pixel takes no bit at all.
  return [0x2f, ...little(bits, 4), 0x88, 0x88, 0x08, ...Array.from({ length: 20 }, () => 0)];
};
const vp8l = (widthPx: number, heightPx: number): number[] => chunk("VP8L", vp8lData(widthPx, heightPx));
const chunk = (name: string, data: ArrayLike<number>): number[] => [
  ...new TextEncoder().encode(name),
  ...little(data.length, 4),
  ...Array.from(data),
  ...Array.from({ length: data.length % 2 }, () => 0),
];
const little = (value: number, bytes: number): number[] => be(value >>> 0, bytes).toReversed();

/** A one-bit PNG, stored without compression: black, or white. */
export function png(widthPx: number, heightPx: number, isWhite = false): Uint8Array<ArrayBuffer> {
  const rowBytes = 1 + Math.ceil(widthPx / 8);
  const rows = new Uint8Array(rowBytes * heightPx).map((_, at) => (isWhite && at % rowBytes > 0 ? 255 : 0));
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Uint8Array.from([
    ...signature,
    ...pngChunk("IHDR", [...be(widthPx, 4), ...be(heightPx, 4), 1, 0, 0, 0, 0]),
    ...pngChunk("IDAT", stored(rows)),
    ...pngChunk("IEND", []),
  ]);
}

/** The same, telling how it was made, as ComfyUI writes it. */
export function tellingPng(widthPx: number, heightPx: number, words: string): Uint8Array<ArrayBuffer> {
  const still = png(widthPx, heightPx);
  const text = pngChunk("tEXt", [...new TextEncoder().encode(`prompt\0${words}`)]);
  const afterHead = 8 + 12 + 13;
  return Uint8Array.from([...still.subarray(0, afterHead), ...text, ...still.subarray(afterHead)]);
}

/** The same, as the first picture of an animation. */
export function animatedPng(widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const still = png(widthPx, heightPx);
  const afterHead = 8 + 12 + 13;
  const control = pngChunk("acTL", [...be(2, 4), ...be(0, 4)]);
  return Uint8Array.from([...still.subarray(0, afterHead), ...control, ...still.subarray(afterHead)]);
}

function pngChunk(name: string, data: number[]): number[] {
  const named = [...new TextEncoder().encode(name), ...data];
  return [...be(data.length, 4), ...named, ...be(crc32(named), 4)];
}

/** A zlib stream of stored blocks. */
function stored(bytes: Uint8Array): number[] {
  const out = [0x78, 0x01];
  for (let at = 0; at < bytes.length; at += 0xffff) {
    const part = bytes.subarray(at, at + 0xffff);
    const little = [part.length & 255, part.length >> 8];
    out.push(
      at + part.length >= bytes.length ? 1 : 0,
      ...little,
      ...little.map((byte) => byte ^ 255),
      ...part,
    );
  }
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return [...out, ...be(b, 2), ...be(a, 2)];
}

function crc32(bytes: number[]): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
