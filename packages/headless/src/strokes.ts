import { getStroke } from "perfect-freehand";
import { z } from "zod";

const point = z.tuple([z.number(), z.number(), z.number().nullable(), z.number().min(0).max(1).nullable()]);

/** One drawing: strokes of `[x, y, tMs, pressure]`, in any units; times count from the first point, null if unknown. */
export const recordedDrawing = z.object({
  strokes: z.array(z.object({ points: z.array(point).min(1) })).min(1),
});
export type RecordedDrawing = z.infer<typeof recordedDrawing>;

const SPACING_MS = 16;
const STROKE_GAP_MS = 400;
/** Drawings resumed hours later are replayed with at most this pause. */
const PAUSE_MAX_MS = 5000;
const MARGIN = 0.08;

export interface TimedStroke {
  points: { x: number; y: number; atMs: number; pressure: number }[];
}

/** Fits a drawing into a square of `sidePx`, gives every point a time, and caps long pauses. */
export function fit(drawing: RecordedDrawing, sidePx: number): TimedStroke[] {
  const all = drawing.strokes.flatMap((stroke) => stroke.points);
  const [minX, minY] = [Math.min(...all.map((p) => p[0])), Math.min(...all.map((p) => p[1]))];
  const span = Math.max(
    Math.max(...all.map((p) => p[0])) - minX,
    Math.max(...all.map((p) => p[1])) - minY,
    1,
  );
  const scale = (sidePx * (1 - 2 * MARGIN)) / span;
  let clockMs = 0;
  let lastMs: number | null = null;
  return drawing.strokes.map((stroke, at) => ({
    points: stroke.points.map(([x, y, tMs, pressure], index) => {
      if (tMs !== null && lastMs !== null) clockMs += Math.min(PAUSE_MAX_MS, Math.max(0, tMs - lastMs));
      else if (index > 0) clockMs += SPACING_MS;
      else if (at > 0) clockMs += STROKE_GAP_MS;
      if (tMs !== null) lastMs = tMs;
      return {
        x: sidePx * MARGIN + (x - minX) * scale,
        y: sidePx * MARGIN + (y - minY) * scale,
        atMs: clockMs,
        pressure: pressure ?? 0.5,
      };
    }),
  }));
}

/** The outline of an inked stroke as an SVG path, for a canvas of `sidePx`. */
export function strokePath(points: TimedStroke["points"], sidePx: number): string {
  const outline = getStroke(
    points.map(({ x, y, pressure }) => [x, y, pressure]),
    { size: sidePx / 64, thinning: 0.5, smoothing: 0.5, streamline: 0.4 },
  );
  return outline.length ? `M${outline.map(([x, y]) => `${x?.toFixed(1)},${y?.toFixed(1)}`).join("L")}Z` : "";
}
