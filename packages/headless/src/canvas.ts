import { readFile } from "node:fs/promises";
import {
  DRAFT_SIZE_PX,
  FINAL_SIDES_PX,
  FINAL_SIDE_STEP_PX,
  FRAME_JPEG_QUALITY,
  FULL_SIZE_PX,
  type ImageFormat,
  type Quality,
} from "@llamasketch/contract";
import { REFUSED, formatOf } from "@llamasketch/pictures";
import { plainPicture } from "@llamasketch/pictures/plain";
import sharp, { type Sharp } from "sharp";
import { hashOf } from "./hash-of.ts";

export interface CanvasBytes {
  bytes: Uint8Array;
  format: ImageFormat;
  widthPx: number;
  heightPx: number;
  hash: number;
}

export const SIDE_PX = 1024;
/** What a canvas is for. */
export type CanvasUse = Quality | "final";
const SIZE_PX: Record<CanvasUse, number> = {
  draft: DRAFT_SIZE_PX,
  full: FULL_SIZE_PX,
  final: FINAL_SIDES_PX[0],
};

/** Paths in black on white paper, encoded as the protocol wants it. */
export async function encodePaths(paths: readonly string[], use: CanvasUse): Promise<CanvasBytes> {
  const px = SIZE_PX[use];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${px}" height="${px}" viewBox="0 0 ${SIDE_PX} ${SIDE_PX}"><rect width="100%" height="100%" fill="#fff"/><path d="${paths.join("")}" fill="#000"/></svg>`;
  return finish(sharp(Buffer.from(svg)), px, px);
}

/** An image on white paper, to be uncovered step by step. */
export interface Cover {
  /** The image's ink up to `share` of its columns that have any, encoded as the protocol wants it. */
  reveal(share: number, use: CanvasUse): Promise<CanvasBytes>;
}

const INK_BELOW = 250;

/** Why a file is not taken, in words for whoever named it. */
export class UnfitImage extends Error {
  override readonly name = "UnfitImage";
}

/** More than any camera's. */
const MAX_PIXELS = 268_000_000;

/** A file of any kind that libvips reads; photos as they are meant to be seen. Rejects with why it is none. */
async function opened(file: string): Promise<Sharp> {
  const bytes = await readFile(file);
  const plain = await plainPicture(sharp, bytes, MAX_PIXELS);
  if (!("why" in plain)) return plain.image;
  // Another format, or the first picture of one that moves: that is libvips' own.
  if (plain.why !== REFUSED.moves && formatOf(bytes)) throw new UnfitImage(plain.why);
  return sharp(bytes, { failOn: "warning" }).autoOrient().flatten({ background: "#ffffff" });
}

/** Reads an image file. Rejects when it is none. */
export async function openCover(file: string): Promise<Cover> {
  const sizes = new Map<
    CanvasUse,
    { data: Buffer; info: { width: number; height: number; channels: number }; inked: number[] }
  >();
  const image = await (await opened(file)).png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
  for (const use of ["draft", "full", "final"] as const) {
    const { data, info } = await sharp(image.data)
      .resize(...sidesOf(use, image.info), { fit: "fill" })
      .removeAlpha()
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    sizes.set(use, { data, info, inked: inkedColumns(data, info) });
  }
  return {
    reveal(share, use) {
      const image = sizes.get(use);
      if (!image) throw new Error("no such size");
      const { info, inked } = image;
      const data = Buffer.from(image.data);
      const last = share >= 1 ? info.width : (inked[Math.ceil(inked.length * share) - 1] ?? -1) + 1;
      for (let y = 0; y < info.height; y++) {
        data.fill(255, (y * info.width + last) * info.channels, (y + 1) * info.width * info.channels);
      }
      const raw = { width: info.width, height: info.height, channels: info.channels as 3 };
      return finish(sharp(data, { raw }), info.width, info.height);
    },
  };
}

/** As large as its use allows; finals are painted in blocks. */
function sidesOf(use: CanvasUse, { width, height }: { width: number; height: number }): [number, number] {
  const times = SIZE_PX[use] / Math.max(width, height);
  const step = use === "final" ? FINAL_SIDE_STEP_PX : 1;
  const side = (px: number): number => Math.max(step, Math.round((px * times) / step) * step);
  return [side(width), side(height)];
}

function inkedColumns(
  data: Buffer,
  { width, height, channels }: { width: number; height: number; channels: number },
): number[] {
  const inked: number[] = [];
  for (let x = 0; x < width; x++) {
    let ink = false;
    for (let y = 0; y < height && !ink; y++) {
      const at = (y * width + x) * channels;
      ink = Math.min(data[at] ?? 255, data[at + 1] ?? 255, data[at + 2] ?? 255) < INK_BELOW;
    }
    if (ink) inked.push(x);
  }
  return inked;
}

async function finish(image: Sharp, widthPx: number, heightPx: number): Promise<CanvasBytes> {
  const bytes = await image.jpeg({ quality: Math.round(FRAME_JPEG_QUALITY * 100) }).toBuffer();
  return { bytes, format: "jpeg", widthPx, heightPx, hash: hashOf(bytes) };
}
