import { plainPng, plainWebp } from "./plain-image.ts";

export type PictureFormat = "png" | "webp";
const WEBP_QUALITY = 0.92;

/** `picture` as a file of its own: its pixels, and nothing that tells how it was made. */
export async function pictureFile(picture: Blob, format: PictureFormat): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d", { alpha: false })?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvasFile(canvas, format);
}

/** What `canvas` shows, as a file with nothing else in it. */
export async function canvasFile(canvas: OffscreenCanvas, format: PictureFormat): Promise<Blob> {
  const type = `image/${format}`;
  const blob = await canvas.convertToBlob({ type, quality: WEBP_QUALITY });
  // A browser that cannot write a format writes PNG instead.
  if (blob.type !== type) throw new Error(`This browser cannot write ${format}.`);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return new Blob([format === "png" ? plainPng(bytes) : plainWebp(bytes)], { type });
}
