import { getStroke } from "perfect-freehand";
import type { StrokeOperation, StrokePoint } from "./operation.ts";

/** A stroke that joins starts with this many points of the one before it: speed and width have settled after them. */
export const SEAM_POINTS = 32;

/** The stroke's outline, a closed polygon in document coordinates. */
export function strokeOutline(stroke: StrokeOperation): [number, number][] {
  const hasPressure = stroke.points.some((point) => point[3] !== null);
  const isBrush = stroke.tool === "brush";
  const input = stroke.points.map(([x, y, , pressure]): [number, number, number] => [x, y, pressure ?? 0.5]);
  return getStroke(input, {
    size: stroke.size,
    thinning: isBrush ? (hasPressure ? 0.6 : 0.4) : 0,
    smoothing: 0.5,
    streamline: 0.3,
    simulatePressure: isBrush && !hasPressure,
    last: true,
    // It grows out of the ink that is there, so that its first, unsettled width stays hidden.
    start: stroke.joins
      ? { cap: false, taper: lengthOf(stroke.points.slice(0, SEAM_POINTS)) }
      : { cap: true },
  });
}

function lengthOf(points: readonly StrokePoint[]): number {
  let length = 0;
  for (const [at, point] of points.entries()) {
    const before = points[at - 1] ?? point;
    length += Math.hypot(point[0] - before[0], point[1] - before[1]);
  }
  return length;
}
