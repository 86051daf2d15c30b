import { CanvasRenderer } from "../../../drawing/canvas-renderer.ts";
import type { Operation } from "../../../drawing/operation.ts";
import { drawnWith } from "./drawn-with.ts";
import { canvasFile } from "./picture-file.ts";

const SIDE_PX = 1024;
/** Between the drawing and the picture. */
const GAP_PX = 16;
const GROUND = "#ffffff";

/** The drawing as a PNG, on white paper or on none. */
export async function drawingFile(operations: readonly Operation[], hasPaper: boolean): Promise<Blob> {
  const drawing = await drawn(operations, hasPaper);
  const canvas = new OffscreenCanvas(SIDE_PX, SIDE_PX);
  canvas.getContext("2d")?.drawImage(drawing, 0, 0);
  drawing.close();
  return canvasFile(canvas, "png", drawnWith(operations));
}

export async function sideBySideFile(operations: readonly Operation[], picture: Blob): Promise<Blob> {
  const [drawing, painted] = await Promise.all([drawn(operations, true), createImageBitmap(picture)]);
  const canvas = new OffscreenCanvas(2 * SIDE_PX + GAP_PX, SIDE_PX);
  const context = canvas.getContext("2d", { alpha: false });
  if (context) {
    context.fillStyle = GROUND;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = "high";
    context.drawImage(drawing, 0, 0, SIDE_PX, SIDE_PX);
    context.drawImage(painted, SIDE_PX + GAP_PX, 0, SIDE_PX, SIDE_PX);
  }
  drawing.close();
  painted.close();
  return canvasFile(canvas, "png", "compositeWithTrainedAlgorithmicMedia");
}

async function drawn(operations: readonly Operation[], hasPaper: boolean): Promise<ImageBitmap> {
  const renderer = new CanvasRenderer();
  try {
    renderer.load(operations);
    const bitmap = await renderer.bitmap(SIDE_PX, { hasPaper });
    if (!bitmap) throw new Error("The drawing could not be painted.");
    return bitmap;
  } finally {
    renderer.stop();
  }
}
