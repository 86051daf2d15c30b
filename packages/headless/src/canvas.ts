import {
  DRAFT_SIZE_PX,
  FRAME_JPEG_QUALITY,
  FULL_SIZE_PX,
  type ImageFormat,
  type Quality,
} from "@llamasketch/contract";
import sharp, { type Sharp } from "sharp";
import { hashOf } from "./platform.ts";

export interface CanvasBytes {
  bytes: Uint8Array;
  format: ImageFormat;
  widthPx: number;
  heightPx: number;
  hash: number;
}

export const SIDE_PX = 1024;
const sizeOf = (quality: Quality): number => (quality === "draft" ? DRAFT_SIZE_PX : FULL_SIZE_PX);

/** Paths in black on white paper, encoded as the protocol wants it. */
export async function encodePaths(paths: readonly string[], quality: Quality): Promise<CanvasBytes> {
  const px = sizeOf(quality);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${px}" height="${px}" viewBox="0 0 ${SIDE_PX} ${SIDE_PX}"><rect width="100%" height="100%" fill="#fff"/><path d="${paths.join("")}" fill="#000"/></svg>`;
  return finish(sharp(Buffer.from(svg)), px, px);
}

/** The left `share` of an image on white paper, encoded as the protocol wants it. */
export async function encodeReveal(file: string, share: number, quality: Quality): Promise<CanvasBytes> {
  const px = sizeOf(quality);
  const { data, info } = await sharp(file)
    .flatten({ background: "#ffffff" })
    .resize(px, px, { fit: "inside" })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const shown = Math.round(info.width * share);
  for (let y = 0; y < info.height; y++) {
    data.fill(255, (y * info.width + shown) * info.channels, (y + 1) * info.width * info.channels);
  }
  return finish(
    sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }),
    info.width,
    info.height,
  );
}

async function finish(image: Sharp, widthPx: number, heightPx: number): Promise<CanvasBytes> {
  const bytes = await image.jpeg({ quality: Math.round(FRAME_JPEG_QUALITY * 100) }).toBuffer();
  return { bytes, format: "jpeg", widthPx, heightPx, hash: hashOf(bytes) };
}
