import type { StrokeOperation } from "./operation.ts";
import { strokeOutline } from "./outline.ts";

export const PAPER = "#ffffff";

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Paints a finished stroke on the ink layer, where an eraser really takes ink away. */
export function paintStroke(
  context: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D,
  stroke: StrokeOperation,
): void {
  context.globalCompositeOperation = stroke.tool === "eraser" ? "destination-out" : "source-over";
  context.fillStyle = stroke.tool === "eraser" ? PAPER : stroke.colour;
  context.fill(outlinePath(strokeOutline(stroke)));
  context.globalCompositeOperation = "source-over";
}

/** Paints a stroke that still grows on the layer above the ink; an eraser covers with paper there. Returns its box. */
export function paintGrowing(context: CanvasRenderingContext2D, stroke: StrokeOperation): Box {
  const outline = strokeOutline(stroke);
  context.fillStyle = stroke.tool === "eraser" ? PAPER : stroke.colour;
  context.fill(outlinePath(outline));
  const box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of outline) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** A closed curve through the middles of the polygon's sides. */
function outlinePath(outline: readonly [number, number][]): Path2D {
  const path = new Path2D();
  const first = outline[0];
  if (!first) return path;
  path.moveTo(first[0], first[1]);
  outline.forEach((point, at) => {
    const next = outline[(at + 1) % outline.length] ?? first;
    path.quadraticCurveTo(point[0], point[1], (point[0] + next[0]) / 2, (point[1] + next[1]) / 2);
  });
  path.closePath();
  return path;
}
