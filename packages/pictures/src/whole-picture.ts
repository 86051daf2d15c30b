/**
 * Whether bytes are one whole picture and nothing else: every part of the container is walked to its last byte, so that nothing can
 * ride behind or beside it. Of PNG the pixels are unpacked too. Bounded: no more is read than the size that is told allows.
 */
import { readImageHead, type ImageHead } from "@llamasketch/contract";
import { isWholeJpeg } from "./whole-jpeg.ts";
import { isWholePng } from "./whole-png.ts";
import { isWholeWebp } from "./whole-webp.ts";

/** What it is, or null. */
export async function wholePicture(
  bytes: Uint8Array<ArrayBuffer>,
  maxPixels: number,
): Promise<ImageHead | null> {
  const head = readImageHead(bytes);
  if (!head || head.widthPx * head.heightPx > maxPixels) return null;
  const isWhole =
    head.format === "png"
      ? await isWholePng(bytes)
      : head.format === "jpeg"
        ? isWholeJpeg(bytes)
        : isWholeWebp(bytes);
  return isWhole ? head : null;
}
