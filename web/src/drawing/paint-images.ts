import type { ImageStore } from "./image-store.ts";
import { PAGE_SIDE } from "./page-size.ts";
import type { ImageState } from "./page-state.ts";
import type { Context } from "./paint.ts";

/** Paints the images that are seen, the first at the bottom, on a square canvas of `sidePx`. */
export function paintImages(
  context: Context,
  sidePx: number,
  images: readonly ImageState[],
  store: ImageStore,
): void {
  const scale = sidePx / PAGE_SIDE;
  context.imageSmoothingQuality = "high";
  for (const { id, place, opacity, isHidden } of images) {
    const bitmap = store.get(id);
    if (!bitmap || isHidden) continue;
    context.setTransform(scale, 0, 0, scale, place.x * scale, place.y * scale);
    context.rotate((place.angle * Math.PI) / 180);
    context.globalAlpha = opacity;
    context.drawImage(bitmap, -place.width / 2, -place.height / 2, place.width, place.height);
  }
  context.resetTransform();
  context.globalAlpha = 1;
}
