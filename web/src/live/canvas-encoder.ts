import {
  DRAFT_SIZE_PX,
  FINAL_SIZE_PX,
  FRAME_JPEG_QUALITY,
  FULL_SIZE_PX,
  type Quality,
} from "@llamasketch/contract";
import type { LiveHandlers } from "@llamasketch/live-client";
import type { Ink } from "../drawing/ink.ts";
import { hashBytes } from "./hash-bytes.ts";

const SIDE_PX: Record<Quality, number> = {
  draft: DRAFT_SIZE_PX,
  full: FULL_SIZE_PX,
  final: FINAL_SIZE_PX,
};

/** Reads the drawing into a JPEG of the size that `quality` asks for. */
export function createEncoder(ink: Ink): LiveHandlers["encode"] {
  const scratch = new Map<Quality, OffscreenCanvas>();
  return async (quality) => {
    const sidePx = SIDE_PX[quality];
    const canvas = scratch.get(quality) ?? new OffscreenCanvas(sidePx, sidePx);
    scratch.set(quality, canvas);
    const context = canvas.getContext("2d", { alpha: false });
    if (!context || !ink.drawInto(context, sidePx)) return null;
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: FRAME_JPEG_QUALITY });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return { bytes, format: "jpeg", widthPx: sidePx, heightPx: sidePx, hash: hashBytes(bytes) };
  };
}
