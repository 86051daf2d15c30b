import { expect, test } from "vitest";
import { imageFacts } from "./image-facts.ts";

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part,
    ),
  );
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const u32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];

const pngHead = bytes("\x89PNG\r\n\x1a\n", u32(13), "IHDR", u32(640), u32(480), [8, 6, 0, 0, 0], u32(0));
const gif = (frames: number): Uint8Array =>
  bytes(
    "GIF89a",
    [2, 0, 3, 0, 0x80, 0, 0],
    zeros(6),
    ...Array.from({ length: frames }, () => [0x2c, ...zeros(8), 0, 2, 2, 0x44, 1, 0]),
    [0x3b],
  );

test.each([
  ["PNG", pngHead, { kind: "png", widthPx: 640, heightPx: 480, isAnimated: false }],
  [
    "animated PNG",
    bytes(String.fromCharCode(...pngHead), u32(8), "acTL", zeros(12), u32(0), "IDAT"),
    { kind: "png", widthPx: 640, heightPx: 480, isAnimated: true },
  ],
  [
    "JPEG behind a camera's note",
    bytes([0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xc0, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0], zeros(9)),
    { kind: "jpeg", widthPx: 4000, heightPx: 3000, isAnimated: false },
  ],
  ["GIF", gif(1), { kind: "gif", widthPx: 2, heightPx: 3, isAnimated: false }],
  ["animated GIF", gif(2), { kind: "gif", widthPx: 2, heightPx: 3, isAnimated: true }],
  [
    "animated WebP",
    bytes("RIFF", zeros(4), "WEBPVP8X", zeros(4), [2, 0, 0, 0], [99, 0, 0], [199, 0, 0], zeros(4)),
    { kind: "webp", widthPx: 100, heightPx: 200, isAnimated: true },
  ],
  [
    "HEIC",
    bytes(
      u32(24),
      "ftypheic",
      zeros(8),
      u32(20),
      "ispe",
      u32(0),
      u32(160),
      u32(120),
      zeros(4),
      "ispe",
      u32(0),
      u32(4032),
      u32(3024),
      zeros(9),
    ),
    { kind: "heif", widthPx: 4032, heightPx: 3024 },
  ],
  ["SVG", bytes('<?xml version="1.0"?>\n<!-- x --><svg>'), { kind: "svg" }],
  ["SVG at once", bytes("  <svg xmlns='…'>"), { kind: "svg" }],
  ["a page", bytes("<!doctype html><html>"), { kind: "unknown" }],
  ["text", bytes("hello"), { kind: "unknown" }],
  ["nothing", bytes(), { kind: "unknown" }],
  ["a cut off PNG", pngHead.subarray(0, 12), { kind: "unknown" }],
] as const)("knows %s", (_name, file, facts) => {
  expect(imageFacts(file)).toMatchObject(facts);
});

test("a GIF whose blocks never end is looked at once", () => {
  expect(
    imageFacts(
      bytes(
        "GIF89a",
        zeros(7),
        Array.from({ length: 5000 }, () => 0x21),
      ),
    ).kind,
  ).toBe("gif");
});
