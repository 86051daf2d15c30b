import { DRAFT_SIZE_PX, FRAME_JPEG_QUALITY, FULL_SIZE_PX, type Quality } from "@llamasketch/contract";
import type { LiveHandlers } from "@llamasketch/live-client";
import { CanvasRenderer } from "../../../drawing/canvas-renderer.ts";
import type { Ink } from "../../../drawing/ink.ts";

/** Sides of the canvases that are sent. */
export const FRAME_SIDE_PX: Record<Quality, number> = { draft: DRAFT_SIZE_PX, full: FULL_SIZE_PX };

export interface CanvasEncoder {
  /** Reads the drawing as it is at the call, and encodes it at the size that `quality` asks for. */
  encode: LiveHandlers["encode"];
  /** The same for a final, as a file; null when the browser could not. */
  file(sidePx: number): Promise<Blob | null>;
  /** The drawing as it is now, on paper; null when the browser could not. */
  bitmap(sidePx: number): Promise<ImageBitmap | null>;
  stop(): void;
}

export function createEncoder(ink: Ink): CanvasEncoder {
  const renderer = new CanvasRenderer();
  ink.follow(renderer);
  return {
    async encode(quality) {
      const sidePx = FRAME_SIDE_PX[quality];
      const page = await renderer.encode(sidePx, FRAME_JPEG_QUALITY, ink.moment.growing);
      return page && { ...page, format: "jpeg", widthPx: sidePx, heightPx: sidePx };
    },
    async file(sidePx) {
      const page = await renderer.encode(sidePx, FRAME_JPEG_QUALITY, ink.moment.growing);
      return page && new Blob([page.bytes], { type: "image/jpeg" });
    },
    bitmap: (sidePx) => renderer.bitmap(sidePx),
    stop: () => renderer.stop(),
  };
}
