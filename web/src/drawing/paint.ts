import type { FillOperation, InkItem, StrokeOperation } from "./operation.ts";
import { strokeCoats } from "./outline.ts";

export const PAPER = "#ffffff";

export type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Paints on a layer of ink, in document coordinates; an eraser really takes ink away. */
export function paintItem(context: Context, item: InkItem): void {
  if (item.op === "fill") paintFill(context, item);
  else if (item.tool === "line") paintLine(context, item);
  else paintStroke(context, item);
  context.globalCompositeOperation = "source-over";
}

/** Room around a stroke's points for the widest ink a hand can make of its size. */
const WIDEST = 2;
/** And for its antialiased edge, in document units. */
const EDGE = 4;

/** Holds all that `stroke` paints. */
export function boxOf(stroke: StrokeOperation): Box {
  const box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const room = stroke.size * WIDEST + EDGE;
  for (const [x, y] of stroke.points) {
    box.left = Math.min(box.left, x - room);
    box.top = Math.min(box.top, y - room);
    box.right = Math.max(box.right, x + room);
    box.bottom = Math.max(box.bottom, y + room);
  }
  return box;
}

function paintStroke(context: Context, stroke: StrokeOperation): void {
  context.globalCompositeOperation = stroke.tool === "eraser" ? "destination-out" : "source-over";
  context.fillStyle = stroke.colour;
  for (const { outline, alpha } of strokeCoats(stroke)) {
    context.globalAlpha = alpha;
    context.fill(outlinePath(outline));
  }
  context.globalAlpha = 1;
}

function paintLine(context: Context, stroke: StrokeOperation): void {
  context.strokeStyle = stroke.colour;
  context.lineWidth = stroke.size;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  const [first] = stroke.points;
  if (first) context.moveTo(first[0], first[1]);
  for (const [x, y] of stroke.points) context.lineTo(x, y);
  context.stroke();
}

function paintFill(context: Context, fill: FillOperation): void {
  context.globalCompositeOperation = fill.under ? "destination-over" : "source-over";
  context.fillStyle = fill.colour;
  context.beginPath();
  for (const ring of fill.rings) {
    context.moveTo(ring[0] ?? 0, ring[1] ?? 0);
    for (let at = 2; at + 1 < ring.length; at += 2) context.lineTo(ring[at] ?? 0, ring[at + 1] ?? 0);
    context.closePath();
  }
  context.fill("evenodd");
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
