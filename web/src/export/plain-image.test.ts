import { describe, expect, test } from "vitest";
import { plainPng, plainWebp, pngChunks, webpChunks } from "./plain-image.ts";

const text = (words: string): number[] => [...new TextEncoder().encode(words)];
const u32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const u32le = (value: number): number[] => u32(value).toReversed();

const pngChunk = (name: string, data: number[]): number[] => [
  ...u32(data.length),
  ...text(name),
  ...data,
  1,
  2,
  3,
  4,
];
const png = (...chunks: number[][]): Uint8Array =>
  new Uint8Array([0x89, ...text("PNG\r\n\u001a\n"), ...chunks.flat()]);
const webpChunk = (name: string, data: number[]): number[] => [
  ...text(name),
  ...u32le(data.length),
  ...data,
  ...(data.length % 2 ? [0] : []),
];
function webp(...chunks: number[][]): Uint8Array {
  const body = chunks.flat();
  return new Uint8Array([...text("RIFF"), ...u32le(body.length + 4), ...text("WEBP"), ...body]);
}
const names = (chunks: { name: string }[]): string[] => chunks.map(({ name }) => name);

describe("a PNG", () => {
  const file = png(
    pngChunk("IHDR", [0, 0, 0, 1]),
    pngChunk("tEXt", text("prompt\0a secret")),
    pngChunk("iCCP", [9, 9]),
    pngChunk("eXIf", [7]),
    pngChunk("IDAT", [1, 2, 3]),
    pngChunk("IDAT", [4]),
    pngChunk("tIME", [5]),
    pngChunk("IEND", []),
  );

  test("keeps what its pixels need and nothing else", () => {
    const plain = plainPng(file);
    expect(names(pngChunks(plain))).toEqual(["IHDR", "IDAT", "IDAT", "IEND"]);
    expect(new TextDecoder("latin1").decode(plain)).not.toContain("secret");
    expect(plainPng(plain)).toEqual(plain);
  });

  test("that is cut short is refused", () => {
    expect(() => plainPng(file.subarray(0, file.length - 3))).toThrow(RangeError);
  });
});

describe("a WebP", () => {
  const header = [0x3c, 0, 0, 0, 63, 0, 0, 63, 0, 0];

  test("becomes its image data, its size told anew", () => {
    const file = webp(
      webpChunk("VP8X", header),
      webpChunk("ICCP", [1, 2, 3]),
      webpChunk("VP8 ", [5, 6, 7]),
      webpChunk("EXIF", text("a secret")),
      webpChunk("XMP ", text("another")),
    );
    const plain = plainWebp(file);
    expect(names(webpChunks(plain))).toEqual(["VP8 "]);
    expect(new DataView(plain.buffer).getUint32(4, true)).toBe(plain.length - 8);
    expect(new TextDecoder("latin1").decode(plain)).not.toMatch(/secret|another/);
  });

  test("with transparency keeps what that needs", () => {
    const file = webp(
      webpChunk("VP8X", header),
      webpChunk("ICCP", [1, 2, 3]),
      webpChunk("ALPH", [1, 2]),
      webpChunk("VP8 ", [5, 6, 7]),
    );
    const plain = plainWebp(file);
    expect(names(webpChunks(plain))).toEqual(["VP8X", "ALPH", "VP8 "]);
    expect(plain[20]).toBe(0x10);
  });

  test("that is cut short is refused", () => {
    expect(() => plainWebp(webp(webpChunk("VP8 ", [1, 2, 3, 4])).subarray(0, 22))).toThrow(RangeError);
  });
});
