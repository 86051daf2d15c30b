/** Makes an image small enough to travel with the drawing. Being painted anew, it loses all but its pixels and the word that a machine made it. */
import { markMedia, readMark } from "@llamasketch/media-mark";
import { layOnPaper, openPicture } from "../../../brought/open-picture.ts";
import type { ImportAnswer } from "./import-work.ts";

const SIDE_MAX_PX = 1024;
const BYTES_MAX = 180_000;
const QUALITIES = [0.85, 0.7, 0.5, 0.35];
const SMALLER = 0.75;

async function shrink(file: Blob): Promise<ImportAnswer> {
  const opened = await openPicture(file);
  if (!opened) return { image: null };
  let scale = Math.min(1, SIDE_MAX_PX / Math.max(opened.widthPx, opened.heightPx));
  for (;;) {
    const widthPx = Math.max(1, Math.round(opened.widthPx * scale));
    const heightPx = Math.max(1, Math.round(opened.heightPx * scale));
    const canvas = new OffscreenCanvas(widthPx, heightPx);
    const context = canvas.getContext("2d");
    if (!context) return { image: null };
    opened.draw(context);
    for (const quality of QUALITIES) {
      const blob = await encode(canvas, context, quality);
      if (blob.size > BYTES_MAX) continue;
      opened.close();
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
  // This browser writes no WebP.
  layOnPaper(context);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
}

addEventListener("message", (event: MessageEvent<Blob>) => {
  void shrink(event.data)
    .catch((): ImportAnswer => ({ image: null }))
    .then((answer) => postMessage(answer));
});
