/** Makes an image small enough to travel with the drawing. Being painted anew, it loses all but its pixels and the word that a machine made it. */
import { markMedia, readMark } from "@llamasketch/media-mark";
import type { ImportAnswer } from "./import-image.ts";

const SIDE_MAX_PX = 1024;
const BYTES_MAX = 180_000;
const QUALITIES = [0.85, 0.7, 0.5, 0.35];
const SMALLER = 0.75;

async function shrink(file: Blob): Promise<ImportAnswer> {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  let scale = Math.min(1, SIDE_MAX_PX / Math.max(bitmap.width, bitmap.height));
  for (;;) {
    const widthPx = Math.max(1, Math.round(bitmap.width * scale));
    const heightPx = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = new OffscreenCanvas(widthPx, heightPx);
    const context = canvas.getContext("2d");
    if (!context) return { image: null };
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, widthPx, heightPx);
    for (const quality of QUALITIES) {
      const blob = await encode(canvas, context, quality);
      if (blob.size > BYTES_MAX) continue;
      bitmap.close();
      const bytes = new Uint8Array(await blob.arrayBuffer());
      // What a machine made goes on saying so.
      const madeBy = readMark(new Uint8Array(await file.arrayBuffer()));
      return { image: { bytes: (madeBy && markMedia(bytes, madeBy)) ?? bytes, widthPx, heightPx } };
    }
    scale *= SMALLER;
  }
}

async function encode(
  canvas: OffscreenCanvas,
  context: OffscreenCanvasRenderingContext2D,
  quality: number,
): Promise<Blob> {
  const webp = await canvas.convertToBlob({ type: "image/webp", quality });
  if (webp.type === "image/webp") return webp;
  // This browser writes no WebP, and JPEG knows nothing transparent: it gets the page's paper.
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

addEventListener("message", (event: MessageEvent<Blob>) => {
  void shrink(event.data)
    .catch((): ImportAnswer => ({ image: null }))
    .then((answer) => postMessage(answer));
});
