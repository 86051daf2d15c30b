import { describe, expect, it } from "vitest";
import { readImageHead } from "./image-head.ts";

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "base64"));

/** Real images, written by real encoders. */
const REAL: Record<string, [Uint8Array, { format: string; widthPx: number; heightPx: number }]> = {
  jpeg: [
    fromBase64(
      "/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAYACgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAUG/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AhARWeAAAAAAAAAAf/9k=",
    ),
    { format: "jpeg", widthPx: 40, heightPx: 24 },
  ],
  "progressive jpeg": [
    fromBase64(
      "/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wgARCAAYACgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAWAQEBAQAAAAAAAAAAAAAAAAAABAX/2gAMAwEAAhADEAAAAYCLOAAAAA//xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAEFAn//xAAUEQEAAAAAAAAAAAAAAAAAAAAg/9oACAEDAQE/AV//xAAUEQEAAAAAAAAAAAAAAAAAAAAg/9oACAECAQE/AV//xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAY/An//xAAUEAEAAAAAAAAAAAAAAAAAAAAw/9oACAEBAAE/IX//2gAMAwEAAgADAAAAEAQQQQQf/8QAFBEBAAAAAAAAAAAAAAAAAAAAIP/aAAgBAwEBPxBf/8QAFBEBAAAAAAAAAAAAAAAAAAAAIP/aAAgBAgEBPxBf/8QAFBABAAAAAAAAAAAAAAAAAAAAMP/aAAgBAQABPxB//9k=",
    ),
    { format: "jpeg", widthPx: 40, heightPx: 24 },
  ],
  png: [
    fromBase64(
      "iVBORw0KGgoAAAANSUhEUgAAACgAAAAYCAIAAAAH5iiXAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAM0lEQVRIie3VwQkAQAgDwem/lFR5ZcjBgn9BYoa5GS3WqVe49E4qkFWZQkIsikWxuM9ZfLE4fZ+AhcxQAAAAAElFTkSuQmCC",
    ),
    { format: "png", widthPx: 40, heightPx: 24 },
  ],
  vp8: [
    fromBase64(
      "UklGRkgAAABXRUJQVlA4IDwAAAAwAwCdASooABgAPtFmrFCoJaQipWgBABoJZwB2AABX74bgAP7hw3//FrWzKcL//8K1vZ7A8sKsPGAAAAA=",
    ),
    { format: "webp", widthPx: 40, heightPx: 24 },
  ],
  vp8l: [
    fromBase64("UklGRhwAAABXRUJQVlA4TA8AAAAvJ8AFAAdQ1Yj+ByKi/wEA"),
    { format: "webp", widthPx: 40, heightPx: 24 },
  ],
  vp8x: [
    fromBase64(
      "UklGRmwAAABXRUJQVlA4WAoAAAAQAAAAJwAAFwAAQUxQSAoAAAABB1DAiAhERP8DVlA4IDwAAABQAwCdASooABgAPtFmrVEoJaQipWgBABoJZwDKpoAANa6r6AD+Ex/jebzWtb//FodaHWhtjoTKuJ+uAAA=",
    ),
    { format: "webp", widthPx: 40, heightPx: 24 },
  ],
};

const {
  jpeg,
  "progressive jpeg": progressive,
  png,
  vp8,
  vp8l,
  vp8x,
} = Object.fromEntries(Object.entries(REAL).map(([name, [bytes]]) => [name, bytes]));

const changed = (bytes: Uint8Array, at: number, ...values: number[]): Uint8Array => {
  const copy = bytes.slice();
  copy.set(values, at);
  return copy;
};
const cut = (bytes: Uint8Array, length: number): Uint8Array => bytes.slice(0, length);

describe("image heads", () => {
  it.each(Object.entries(REAL))("[LP9 R5] %s: format and size", (_name, [bytes, head]) => {
    expect(readImageHead(bytes)).toEqual(head);
  });

  it.each(Object.entries(REAL))("[LP9 R5] %s inside a larger buffer", (_name, [bytes, head]) => {
    const around = new Uint8Array(bytes.length + 100);
    around.set(bytes, 37);
    expect(readImageHead(around.subarray(37, 37 + bytes.length))).toEqual(head);
  });

  it.each(Object.entries(REAL))("[LP9 R5] %s cut anywhere is no whole image", (_name, [bytes]) => {
    for (let length = 0; length < bytes.length; length++) {
      const head = readImageHead(cut(bytes, length));
      // One byte short is allowed where a WebP's padding may be left out.
      if (head && !(head.format === "webp" && length === bytes.length - 1))
        throw new Error(`cut to ${length} of ${bytes.length} it still passes`);
    }
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["zeroes", new Uint8Array(100)],
    ["text", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64'/>")],
    ["a GIF", new TextEncoder().encode(`GIF89a${"\u0001".repeat(60)}`)],
    ["a BMP", new TextEncoder().encode(`BM${"\u0001".repeat(60)}`)],
    ["a RIFF that is no WebP", changed(vp8, 8, 0x57, 0x41, 0x56, 0x45)],
    ["a WebP of an unknown kind", changed(vp8, 15, 0x5a)],
    ["a WebP without VP8's start code", changed(vp8, 23, 0)],
    ["a WebP without VP8L's signature", changed(vp8l, 20, 0)],
    ["a WebP that says it is longer", changed(vp8, 4, vp8[4] + 2)],
    ["a WebP with something behind it", Uint8Array.from([...vp8, 0, 0, 0])],
    ["a PNG without IHDR", changed(png, 12, 0x49, 0x44, 0x41, 0x54)],
    ["a PNG without IEND", changed(png, png.length - 8, 0)],
    ["a PNG 0 px wide", changed(png, 16, 0, 0, 0, 0)],
    ["a PNG 0 px high", changed(png, 20, 0, 0, 0, 0)],
    ["a JPEG without its end", changed(jpeg, jpeg.length - 1, 0)],
    ["a JPEG whose first segment is none", changed(jpeg, 2, 0)],
    ["a JPEG whose first segment has length 0", changed(jpeg, 4, 0, 0)],
    ["a JPEG whose first segment ends beyond the file", changed(jpeg, 4, 0xff, 0xff)],
    ["two bytes of JPEG on 100 of nothing", changed(new Uint8Array(102), 0, 0xff, 0xd8)],
  ])("[LP9 R5] refuses %s", (_what, bytes) => {
    expect(readImageHead(bytes)).toBeNull();
  });

  it("[LP9 R5] a JPEG of 0 by 0 px is refused, baseline or progressive", () => {
    for (const [bytes, marker] of [
      [jpeg, 0xc0],
      [progressive, 0xc2],
    ] as const) {
      const at = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === marker);
      expect(at).toBeGreaterThan(0);
      expect(readImageHead(changed(bytes, at + 5, 0, 0, 0, 0))).toBeNull();
    }
  });

  it("[LP9 R5] a JPEG of endless empty segments is given up after 64", () => {
    const segments = Array.from({ length: 65 }, () => [0xff, 0xe1, 0, 2]).flat();
    expect(readImageHead(Uint8Array.from([0xff, 0xd8, ...segments, ...jpeg.subarray(2)]))).toBeNull();
    expect(
      readImageHead(Uint8Array.from([0xff, 0xd8, ...segments.slice(0, 80), ...jpeg.subarray(2)])),
    ).toEqual(REAL.jpeg[1]);
  });

  it("[LP9 R5] no damage makes it throw", () => {
    let state = 7;
    const roll = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 0x1_0000_0000) * below);
    };
    for (const bytes of [jpeg, progressive, png, vp8, vp8l, vp8x]) {
      for (let round = 0; round < 500; round++) {
        const harmed = cut(bytes, roll(2) ? bytes.length : roll(bytes.length));
        for (let hit = 0; hit < 4 && harmed.length > 0; hit++) harmed[roll(harmed.length)] = roll(256);
        const head = readImageHead(harmed);
        if (head) expect(head.widthPx * head.heightPx).toBeGreaterThan(0);
      }
    }
  });
});
