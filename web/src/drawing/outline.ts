import { getStroke } from "perfect-freehand";
import type { StrokeOperation } from "./operation.ts";

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
  });
}
