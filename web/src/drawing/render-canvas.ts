import { FRAME_JPEG_QUALITY } from "@llamasketch/contract";
import { CanvasRenderer } from "./canvas-renderer.ts";
import type { Operation } from "./operation.ts";

/**
 * The drawing of `operations` as a square JPEG, byte for byte what this browser would send live; null when it could
 * not be painted. For many pictures of one drawing hold a `CanvasRenderer` instead.
 */
export async function renderCanvas(
  operations: readonly Operation[],
  sidePx: number,
  jpegQuality: number = FRAME_JPEG_QUALITY,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const renderer = new CanvasRenderer();
  try {
    renderer.load(operations);
    return (await renderer.encode(sidePx, jpegQuality))?.bytes ?? null;
  } finally {
    renderer.stop();
  }
}
