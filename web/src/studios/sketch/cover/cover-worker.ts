/** Makes covers beside the page's own thread, which is busy with the hand. */
import { markMedia, readMark, type DigitalSource } from "@llamasketch/media-mark";
import { rgbaToThumbHash } from "thumbhash";
import type { Cover } from "../../../api/cover.ts";
import type { CoverOrder } from "./cover.ts";

/** Sharp at 200 px on a screen of double density; a cover of this side rarely needs the lower qualities. */
const SIDE_PX = 400;
const BLUR_SIDE_PX = 64;
const QUALITIES = [0.82, 0.7, 0.5, 0.3] as const;
const SMALLER = 0.7;

addEventListener("message", ({ data }: MessageEvent<CoverOrder>) => {
  makeCover(data).then(
    (cover) => postMessage(cover),
    () => postMessage(null),
  );
});

async function makeCover({ source, maxBytes }: CoverOrder): Promise<Cover | null> {
  const bitmap = source instanceof ImageBitmap ? source : await createImageBitmap(source);
  const blur = blurOf(bitmap);
  const madeBy = source instanceof ImageBitmap ? null : await madeByOf(source);
  for (let sidePx = SIDE_PX; sidePx >= BLUR_SIDE_PX; sidePx = Math.round(sidePx * SMALLER)) {
    const canvas = drawn(bitmap, sidePx);
    for (const quality of QUALITIES) {
      const image = await encoded(canvas, quality, madeBy);
      if (image.size <= maxBytes) return { image, blur };
    }
  }
  return null;
}

/** A picture was made by a machine; a drawing alone, which comes as pixels, was not. */
const madeByOf = async (picture: Blob): Promise<DigitalSource> =>
  readMark(new Uint8Array(await picture.arrayBuffer())) ?? "trainedAlgorithmicMedia";

async function encoded(
  canvas: OffscreenCanvas,
  quality: number,
  madeBy: DigitalSource | null,
): Promise<Blob> {
  const webp = await canvas.convertToBlob({ type: "image/webp", quality });
  // A browser that cannot write WebP hands out PNG instead.
  const image =
    webp.type === "image/webp" ? webp : await canvas.convertToBlob({ type: "image/jpeg", quality });
  const marked = madeBy && markMedia(new Uint8Array(await image.arrayBuffer()), madeBy);
  return marked ? new Blob([marked], { type: image.type }) : image;
}

function blurOf(bitmap: ImageBitmap): string {
  const canvas = drawn(bitmap, BLUR_SIDE_PX);
  const { data, width, height } = contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
  return btoa(String.fromCharCode(...rgbaToThumbHash(width, height, data)));
}

/** On white, as paper is, its longer side `sidePx` at most. */
function drawn(bitmap: ImageBitmap, sidePx: number): OffscreenCanvas {
  const scale = Math.min(1, sidePx / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = contextOf(new OffscreenCanvas(width, height));
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return context.canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
