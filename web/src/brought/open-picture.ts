/** A file that a person brought, decoded as it is meant to be seen: for workers, beside the page's own thread. */
import { REFUSED, barePicture, formatOf, type BarePicture } from "@llamasketch/pictures";

/** A phone's sensor: decoded it takes four bytes for each. */
export const PHOTO_MAX_PIXELS = 128_000_000;

/** Of what moves they show the first picture, and of what has more light than usual as much as a screen can. */
const FOR_BROWSERS = new Set<string>([REFUSED.moves, REFUSED.hdr]);

export interface OpenedPicture {
  /** Upright. */
  widthPx: number;
  heightPx: number;
  /** What is worth sending; null where only this browser knows how to read it. */
  bare: BarePicture | null;
  /** Covers the whole canvas with it. */
  draw(context: OffscreenCanvasRenderingContext2D): void;
  close(): void;
}

/** Colours become the canvas's own, by the browser. Null where it is damaged, or of a kind that this browser does not know. */
export async function openPicture(file: Blob): Promise<OpenedPicture | null> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const bare = await barePicture(bytes, { maxPixels: PHOTO_MAX_PIXELS });
  if (!("why" in bare)) return ofBare(bare);
  if (formatOf(bytes) && !FOR_BROWSERS.has(bare.why)) return null;
  const bitmap = await decoded(file);
  return bitmap && opened(bitmap, 1, null);
}

/** Turned here: browsers look at a JPEG's orientation, and at others' when they please. */
async function ofBare(bare: BarePicture): Promise<OpenedPicture | null> {
  const lying =
    bare.orientation === 1
      ? bare
      : await barePicture(bare.bytes, { maxPixels: PHOTO_MAX_PIXELS, withoutOrientation: true });
  if ("why" in lying) return null;
  const bitmap = await decoded(new Blob([lying.bytes], { type: `image/${bare.format}` }));
  return bitmap && opened(bitmap, bare.orientation, bare);
}

const decoded = (blob: Blob): Promise<ImageBitmap | null> =>
  createImageBitmap(blob, { imageOrientation: "from-image" }).catch(() => null);

function opened(bitmap: ImageBitmap, orientation: number, bare: BarePicture | null): OpenedPicture {
  const isOnSide = orientation >= 5;
  const [widthPx, heightPx] = isOnSide ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
  return {
    widthPx,
    heightPx,
    bare,
    close: () => bitmap.close(),
    draw(context) {
      const { width, height } = context.canvas;
      context.imageSmoothingQuality = "high";
      context.setTransform(...turning(orientation, width, height));
      context.drawImage(
        bitmap,
        0,
        0,
        ...(isOnSide ? ([height, width] as const) : ([width, height] as const)),
      );
      context.resetTransform();
    },
  };
}

type Transform = [a: number, b: number, c: number, d: number, e: number, f: number];

/** From how it lies to how it is shown. */
function turning(orientation: number, width: number, height: number): Transform {
  const ways: readonly Transform[] = [
    [1, 0, 0, 1, 0, 0],
    [-1, 0, 0, 1, width, 0],
    [-1, 0, 0, -1, width, height],
    [1, 0, 0, -1, 0, height],
    [0, 1, 1, 0, 0, 0],
    [0, 1, -1, 0, width, 0],
    [0, -1, -1, 0, width, height],
    [0, -1, 1, 0, 0, height],
  ];
  return ways[orientation - 1] ?? [1, 0, 0, 1, 0, 0];
}

/** JPEG knows nothing transparent: what is seen through gets the page's paper. */
export function layOnPaper(context: OffscreenCanvasRenderingContext2D): void {
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.globalCompositeOperation = "source-over";
}
