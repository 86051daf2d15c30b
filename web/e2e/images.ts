/** Image files for tests, made of a few bytes or by the browser under test. */
import type { Page } from "playwright-core";

/** Left half red, right half blue, of `width` × `height`, in the format that `type` names. */
export async function twoColours(
  page: Page,
  { width, height, type }: { width: number; height: number; type: string },
): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ({ width, height, type }) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      if (!context) return [];
      context.fillStyle = "#ff0000";
      context.fillRect(0, 0, width, height);
      context.fillStyle = "#0000ff";
      context.fillRect(width / 2, 0, width / 2, height);
      const blob = await canvas.convertToBlob({ type, quality: 1 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    { width, height, type },
  );
  return Buffer.from(bytes);
}

/** A JPEG with a camera's note on it: which way is up, and where it was. */
export function withExif(jpeg: Buffer, orientation: number): Buffer {
  const secret = "Taken at 52.5N 13.4E";
  const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, "0");
  // Big-endian, one directory of two entries: a description, 38 bytes on, and the orientation.
  const description = `010e0002${hex(secret.length, 4)}${hex(38, 4)}`;
  const upright = `0112000300000001${hex(orientation, 2)}0000`;
  const directory = Buffer.from(`4d4d002a000000080002${description}${upright}00000000`, "hex");
  const tiff = Buffer.concat([directory, Buffer.from(secret)]);
  const body = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

/** A GIF of two frames, one pixel each. */
export const ANIMATED_GIF = Buffer.from(
  "474946383961010001008000000000ffffff002c00000000010001000002024401002c00000000010001000002024401003b",
  "hex",
);

/** A PNG whose head claims `side` × `side` pixels. */
export function claimingPng(side: number): Buffer {
  const head = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(side, 0);
  sizes.writeUInt32BE(side, 4);
  return Buffer.concat([head, sizes, Buffer.from("0806000000", "hex"), Buffer.alloc(64)]);
}
