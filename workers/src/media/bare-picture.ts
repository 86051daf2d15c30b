/** A picture from anybody, brought down to its pixels; or why it is not taken, in words for whoever sent it. */
import { readImageHead, type ImageFormat, type ImageHead } from "@llamasketch/contract";
import { bareJpeg } from "./bare-jpeg.ts";
import { barePng } from "./bare-png.ts";
import { bareWebp } from "./bare-webp.ts";
import { WEBP_MAX_PIXELS, isReadable } from "./readable.ts";
import { wholePicture } from "./whole-picture.ts";

export interface BarePicture {
  bytes: Uint8Array<ArrayBuffer>;
  format: ImageFormat;
  /** As it is shown: turned upright. */
  widthPx: number;
  heightPx: number;
}

const DAMAGED = "It is not a whole picture: cut short, damaged, or with something behind its end.";
const MOVES = "Animated pictures are not taken.";
const ODD = "It is a kind of its format that not everything can open. Save it anew and send that.";

export async function barePicture(
  bytes: Uint8Array<ArrayBuffer>,
  maxPixels: number,
): Promise<BarePicture | { why: string }> {
  const head = readImageHead(bytes);
  if (!head) return { why: whatElse(bytes) };
  const { format, widthPx, heightPx } = head;
  if (widthPx * heightPx > maxPixels)
    return {
      why: `It is ${widthPx} × ${heightPx}, ${megapixels(widthPx * heightPx)} megapixels; at most ${megapixels(maxPixels)} are taken.`,
    };
  if (format === "webp" && bareWebp(bytes).moves) return { why: MOVES };
  if (format === "webp" && widthPx * heightPx > WEBP_MAX_PIXELS)
    return {
      why: `It is a WebP of ${megapixels(widthPx * heightPx)} megapixels; at most ${megapixels(WEBP_MAX_PIXELS)} are taken. Send a JPEG or a PNG.`,
    };
  if (!(await wholePicture(bytes, maxPixels))) return { why: DAMAGED };
  const bare = bareOf(bytes, head);
  // What is kept is what must be decodable.
  return "why" in bare || (await isReadable(bare.bytes, head)) ? bare : { why: DAMAGED };
}

function bareOf(
  bytes: Uint8Array<ArrayBuffer>,
  { format, widthPx, heightPx }: ImageHead,
): BarePicture | { why: string } {
  switch (format) {
    case "jpeg": {
      const bare = bareJpeg(bytes);
      if (!bare) return { why: ODD };
      const isOnSide = bare.orientation >= 5;
      const shown = isOnSide ? { widthPx: heightPx, heightPx: widthPx } : { widthPx, heightPx };
      return { bytes: joined(bare.parts), format, ...shown };
    }
    case "png": {
      const parts = barePng(bytes);
      return parts ? { bytes: joined(parts), format, widthPx, heightPx } : { why: MOVES };
    }
    case "webp": {
      const { parts } = bareWebp(bytes);
      if (!parts) return { why: ODD };
      return { bytes: joined(parts), format, widthPx, heightPx };
    }
  }
}

/** What people send that is no picture here. */
function whatElse(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  if (/^(\xef\xbb\xbf)?\s*</.test(start))
    return "SVG and other documents are not taken; send a JPEG, PNG or WebP.";
  if (start.startsWith("GIF8")) return "GIF is not taken; send a JPEG, PNG or WebP.";
  if (start.slice(4, 8) === "ftyp") return "HEIC, AVIF and videos are not taken; send a JPEG, PNG or WebP.";
  const isCut = /^(\xff\xd8|\x89PNG|RIFF)/.test(start);
  return isCut ? DAMAGED : "This is no picture; send a JPEG, PNG or WebP.";
}

const megapixels = (pixels: number): string => (pixels / 1e6).toFixed(1).replace(/\.0$/, "");

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
