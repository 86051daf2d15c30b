/** Turns ComfyUI's PNG into a JPEG where sharp is installed; the node pack makes this needless. */
import type { ImageFormat } from "@llamasketch/contract";
import { JPEG_QUALITY } from "./memory-path.ts";

interface Encoded {
  bytes: Uint8Array;
  format: ImageFormat;
}

type Transcode = (png: Uint8Array) => Promise<Encoded>;

const loaded: Promise<Transcode> = import("sharp").then(
  ({ default: sharp }): Transcode =>
    async (png) => ({
      bytes: await sharp(png, { limitInputPixels: 4096 * 4096 })
        // As Pillow does, and so the node pack: the same pixels are the same bytes on both roads.
        .jpeg({ quality: JPEG_QUALITY, optimizeCoding: false })
        .toBuffer(),
      format: "jpeg",
    }),
  // An optional part: a single bundled file has no native modules.
  (): Transcode => (png) => Promise.resolve({ bytes: png, format: "png" }),
);

export async function fromPng(png: Uint8Array): Promise<Encoded> {
  return (await loaded)(png);
}
