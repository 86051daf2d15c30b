import { markMedia, plainMedia, type DigitalSource } from "@llamasketch/media-mark";

export type PictureFormat = "png" | "webp";
const WEBP_QUALITY = 0.92;

/** `picture` as a file of its own: its pixels, that a machine made them, and nothing that tells how. */
export async function pictureFile(picture: Blob, format: PictureFormat): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d", { alpha: false })?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvasFile(canvas, format, "trainedAlgorithmicMedia");
}

/** What `canvas` shows, as a file that says `source` and nothing else; null: a person drew all of it. */
export async function canvasFile(
  canvas: OffscreenCanvas,
  format: PictureFormat,
  source: DigitalSource | null,
): Promise<Blob> {
  const type = `image/${format}`;
  const blob = await canvas.convertToBlob({ type, quality: WEBP_QUALITY });
  // A browser that cannot write a format writes PNG instead.
  if (blob.type !== type) throw new Error(`This browser cannot write ${format}.`);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const file = source === null ? plainMedia(bytes) : markMedia(bytes, source);
  if (!file) throw new Error(`This browser wrote no whole ${format}.`);
  return new Blob([file], { type });
}
