/**
 * A picture from anybody, brought down to its pixels and what they mean; or why it is not taken, in words for whoever sent it. The
 * first whole picture of a file is it: what follows, as phones write it, is cut off. Nothing is decoded.
 */
import { readImageHead, type ImageFormat } from "@llamasketch/contract";
import { bareJpeg, type Bared } from "./bare-jpeg.ts";
import { barePng } from "./bare-png.ts";
import { bareWebp } from "./bare-webp.ts";
import type { Bytes } from "./bytes.ts";
import { isWholeCoded } from "./coded-jpeg.ts";
import { isOnSide } from "./orientation.ts";
import { wholePicture } from "./whole-picture.ts";

export interface BarePicture {
  bytes: Bytes;
  format: ImageFormat;
  /** As it is shown: turned upright. */
  widthPx: number;
  heightPx: number;
  /** As EXIF counts: 1 is upright. */
  orientation: number;
}

export interface BareOptions {
  maxPixels: number;
  /** The bytes no longer say which way up they are: whoever asks turns them. */
  withoutOrientation?: boolean;
}

/** Why not, in words for whoever sent it. */
export const REFUSED = {
  damaged: "It is not a whole picture: cut short, or damaged.",
  moves: "Animated pictures are not taken.",
  hdr: "It is an HDR picture (PQ or HLG). Save it as SDR and send that.",
  odd: "It is a kind of its format that not everything can open. Save it anew and send that.",
} as const;

export async function barePicture(
  bytes: Uint8Array,
  { maxPixels, withoutOrientation = false }: BareOptions,
): Promise<BarePicture | { why: string }> {
  const format = formatOf(bytes);
  if (!format) return { why: whatElse(bytes) };
  const bare = await bared(format, bytes, withoutOrientation);
  if (typeof bare === "string") return { why: REFUSED[bare] };
  const head = readImageHead(bare.bytes);
  if (!head) return { why: REFUSED.damaged };
  const { widthPx, heightPx } = head;
  if (widthPx * heightPx > maxPixels)
    return {
      why: `It is ${widthPx} × ${heightPx}, ${megapixels(widthPx * heightPx)} megapixels; at most ${megapixels(maxPixels)} are taken.`,
    };
  const isWhole = await wholePicture(bare.bytes, maxPixels);
  if (!isWhole || (format === "jpeg" && !isWholeCoded(bare.bytes))) return { why: REFUSED.damaged };
  const shown = isOnSide(bare.orientation) ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx };
  return { ...bare, format, ...shown };
}

type Refused = keyof typeof REFUSED;

function bared(format: ImageFormat, bytes: Uint8Array, isUpright: boolean): Promise<Bared | Refused> {
  const read: Record<ImageFormat, () => Bared | Refused | Promise<Bared | Refused>> = {
    jpeg: () => bareJpeg(bytes, isUpright),
    png: () => barePng(bytes, isUpright),
    webp: () => bareWebp(bytes, isUpright),
  };
  return Promise.resolve(read[format]());
}

const startOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 64));

/** By its first bytes. */
export function formatOf(bytes: Uint8Array): ImageFormat | null {
  const start = startOf(bytes);
  if (start.startsWith("\xff\xd8\xff")) return "jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  return start.startsWith("RIFF") && start.slice(8, 12) === "WEBP" ? "webp" : null;
}

/** What people send that is no picture here, in words that help. */
export function whatElse(bytes: Uint8Array): string {
  const start = startOf(bytes);
  if (/^(\xef\xbb\xbf)?\s*</.test(start))
    return "SVG and other documents are not taken; send a JPEG, PNG or WebP.";
  if (start.startsWith("GIF8")) return "GIF is not taken; send a JPEG, PNG or WebP.";
  if (start.slice(4, 8) === "ftyp") return "HEIC, AVIF and videos are not taken; send a JPEG, PNG or WebP.";
  if (/^(II\*\0|MM\0\*)/.test(start)) return "TIFF and raw photos are not taken; send a JPEG, PNG or WebP.";
  if (start.startsWith("BM")) return "BMP is not taken; send a JPEG, PNG or WebP.";
  if (start.startsWith("\xff\n") || start.slice(4, 8) === "JXL ")
    return "JPEG XL is not taken; send a JPEG, PNG or WebP.";
  const isCut = /^(\xff\xd8|\x89PNG|RIFF)/.test(start);
  return isCut ? REFUSED.damaged : "This is no picture; send a JPEG, PNG or WebP.";
}

export const megapixels = (pixels: number): string => (pixels / 1e6).toFixed(1).replace(/\.0$/, "");
