/** Pictures from people are decodable before they are kept: whole containers around damaged pixels are refused at every door. */
import type { PictureImport } from "@llamasketch/contract";
import { beforeAll, describe, expect, test } from "vitest";
import { isReadable } from "../../src/media/readable.ts";
import { isWholeCoded, wholePicture } from "@llamasketch/pictures";
import { expectProblem } from "../http/problem.ts";
import { BLUR } from "@llamasketch/testing/sample";
import { jpeg, png, riff, vp8lData } from "../images.ts";
import { call, expectJson, give, newSketchPastDoor, type Owned } from "../people.ts";
import { encoded } from "./encoded.ts";

const MAX_PIXELS = 25_000_000;
const isTaken = async (bytes: Uint8Array<ArrayBuffer>): Promise<boolean> => {
  const head = await wholePicture(bytes, MAX_PIXELS);
  return head !== null && (await isReadable(bytes, head));
};
/** Its last scan ends after so many bytes; the container is whole. */
function cutAfter(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const scan = bytes.findLastIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
  const from = scan + 2 + ((bytes[scan + 2] ?? 0) << 8) + (bytes[scan + 3] ?? 0);
  let end = from + length;
  while (bytes[end - 1] === 0xff) end -= 1;
  return Uint8Array.from([...bytes.subarray(0, end), 0xff, 0xd9]);
}
function scanBytes(bytes: Uint8Array): number {
  const scan = bytes.findLastIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
  return bytes.length - 2 - (scan + 2 + ((bytes[scan + 2] ?? 0) << 8) + (bytes[scan + 3] ?? 0));
}
/** The same container with half of the pixels in it. */
function emptier(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes[0] === 0xff) return cutAfter(bytes, Math.floor(scanBytes(bytes) / 2));
  const view = new DataView(bytes.buffer);
  const name = String.fromCharCode(...bytes.subarray(12, 16));
  return riff([name, bytes.subarray(20, 20 + Math.floor(view.getUint32(16, true) / 4) * 2)]);
}
/** Passes for a PNG of this size at a quick look, and holds nothing. */
function hollowPng(side: number): Uint8Array<ArrayBuffer> {
  const bytes = png(side, side).slice(0, 45);
  bytes.set(png(side, side).slice(-12), 33);
  return bytes;
}

describe("a JPEG's codes", () => {
  test.each(["baseline", "progressive"] as const)("%s: all there, or found out wherever they end", (kind) => {
    const bytes = encoded(kind);
    expect(isWholeCoded(bytes)).toBe(true);
    // The last byte may be all padding.
    for (let length = 0; length < scanBytes(bytes) - 1; length++)
      expect([length, isWholeCoded(cutAfter(bytes, length))]).toEqual([length, false]);
  });

  test("of one tone, in any size", () => {
    for (const [wide, high] of [
      [1, 1],
      [8, 8],
      [9, 17],
      [640, 480],
    ] as const)
      expect(isWholeCoded(jpeg(wide, high))).toBe(true);
  });

  test("with a scan, a table or a component missing are none", () => {
    const bytes = encoded("progressive");
    const scans = [...bytes.keys()].filter((at) => bytes[at] === 0xff && bytes[at + 1] === 0xda);
    expect(scans.length).toBeGreaterThan(2);
    expect(isWholeCoded(Uint8Array.from([...bytes.subarray(0, scans[0]), 0xff, 0xd9]))).toBe(false);
    const without = (marker: number) => {
      const at = bytes.findIndex((byte, place) => byte === 0xff && bytes[place + 1] === marker);
      const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
      return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 2 + length)]);
    };
    for (const marker of [0xdb, 0xc4]) expect(isWholeCoded(without(marker))).toBe(false);
  });

  test("that were changed anywhere end, one way or the other", () => {
    for (const kind of ["baseline", "progressive"] as const)
      for (let at = 2; at < encoded(kind).length; at++)
        for (const value of [0x00, 0x55, 0xff]) {
          const bytes = encoded(kind);
          bytes[at] = value;
          expect(typeof isWholeCoded(bytes)).toBe("boolean");
        }
  });

  test("are gone over a bounded number of times", () => {
    const bytes = jpeg(64, 64);
    const scan = bytes.findLastIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xda);
    const again = (times: number) =>
      Uint8Array.from([
        ...bytes.subarray(0, -2),
        ...Array.from({ length: times }, () => [...bytes.subarray(scan, -2)]).flat(),
        0xff,
        0xd9,
      ]);
    expect(isWholeCoded(again(3))).toBe(true);
    expect(isWholeCoded(again(40))).toBe(false);
  });
});

describe("at every door", () => {
  const DAMAGED = {
    "a JPEG": ["jpeg", emptier(encoded("baseline"))],
    "a progressive JPEG": ["jpeg", emptier(encoded("progressive"))],
    "a lossy WebP": ["webp", emptier(encoded("lossy"))],
    "a lossless WebP": ["webp", emptier(encoded("lossless"))],
    "a hollow PNG": ["png", hollowPng(96)],
  } as const;
  let mine: Owned;
  beforeAll(async () => {
    mine = await newSketchPastDoor();
    await give(mine.cookie, 100);
  });
  const upload = (format: string, body: Uint8Array<ArrayBuffer>) =>
    call("POST", "/api/v1/uploads", {
      cookie: mine.cookie,
      body,
      headers: { "content-type": `image/${format}` },
    });
  const form = (about: object, image: Uint8Array<ArrayBuffer>): FormData => {
    const made = new FormData();
    made.set("about", JSON.stringify(about));
    made.set("image", new Blob([image]));
    return made;
  };
  const bring = (format: PictureImport["format"], image: Uint8Array<ArrayBuffer>, version = 1) => {
    const settings = { prompt: "a house", strength: 0.5, seed: 7 };
    const shape = {
      kind: "live",
      variation: null,
      version,
      quality: "full",
      format,
      settings,
      pinned: false,
    };
    const about = { ...shape, widthPx: 96, heightPx: 64, createdAt: "2026-01-02T03:04:05.000Z" };
    return call("PUT", `/api/sketches/${mine.sketch.id}/pictures`, {
      cookie: mine.cookie,
      body: form(about, image),
    });
  };
  const cover = (format: string, body: Uint8Array<ArrayBuffer>) =>
    call("PUT", `/api/sketches/${mine.sketch.id}/cover?blur=${encodeURIComponent(BLUR)}`, {
      cookie: mine.cookie,
      body,
      headers: { "content-type": `image/${format}` },
    });

  test.each(Object.entries(DAMAGED))(
    "%s is no upload, no import and no cover",
    async (_what, [format, bytes]) => {
      const problem = await expectProblem(upload(format, bytes), "bad_request");
      expect(problem.fields?.["(body)"]).toContain("damaged");
      await expectProblem(bring(format, bytes), "bad_request");
      if (format !== "png") await expectProblem(cover(format, bytes), "bad_request");
    },
  );

  test("what encoders make is taken", async () => {
    const good = { jpeg: ["baseline", "progressive"], webp: ["lossy", "lossless", "seeThrough"] } as const;
    let version = 10;
    for (const [format, kinds] of Object.entries(good))
      for (const kind of kinds) {
        expect((await upload(format, encoded(kind))).status).toBe(201);
        expect((await bring(format as "jpeg", encoded(kind), ++version)).status).toBe(200);
        expect((await cover(format, encoded(kind))).status).toBe(200);
      }
  });

  test("a canvas for a final is decoded too, whatever its format", async () => {
    const settings = { prompt: "a pond", strength: 0.5, seed: 1 };
    const about = { epoch: 1, version: 1, widthPx: 256, heightPx: 256, settings };
    const whole = jpeg(256, 256);
    for (const bad of [emptier(whole), hollowPng(256)])
      await expectProblem(
        call("PUT", `/api/sketches/${mine.sketch.id}/finals`, {
          cookie: mine.cookie,
          body: form(about, bad),
        }),
        "bad_request",
      );
  });

  test("a WebP with more pixels than can be decoded here is not taken, a JPEG of as many is", async () => {
    const huge = riff(["VP8L", vp8lData(4000, 3000)]);
    const problem = await expectProblem(upload("webp", huge), "bad_request");
    expect(problem.fields?.["(body)"]).toMatch(/WebP of 12 megapixels/);
    expect(await isTaken(jpeg(4000, 3000))).toBe(true);
    const { status } = await upload("jpeg", jpeg(4000, 3000));
    expect(status).toBe(201);
    expect(
      (
        await expectJson<{ uploads: { widthPx: number }[] }>(
          call("GET", "/api/v1/uploads", { cookie: mine.cookie }),
        )
      ).uploads[0]?.widthPx,
    ).toBe(4000);
  });
});
