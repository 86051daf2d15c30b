import { getStroke } from "perfect-freehand";
import type { StrokeOperation, StrokePoint } from "./operation.ts";

/** A stroke that joins starts with this many points of the one before it: speed and width have settled after them. */
export const SEAM_POINTS = 32;

/** One of the shapes that a stroke is painted from, one over the other. */
export interface Coat {
  /** A closed polygon in document coordinates. */
  outline: [number, number][];
  alpha: number;
}

/** Up to this tilt a pen is held as for writing; from there on its side draws more and more. */
const TILT_WRITING = 0.45;
const TILT_FLAT = 0.85;
/** A pen's side draws broad and soft, as a pencil's: how much wider each coat grows, and how it covers. */
const SIDE_COATS = [
  { wider: 2.2, alpha: 0.22 },
  { wider: 1.2, alpha: 0.3 },
  { wider: 0.4, alpha: 0.35 },
  { wider: -0.7, alpha: 1 },
];
/** How far pressure, or without it speed, changes the width. */
const PRESSURE_THINNING = 0.6;
const SPEED_THINNING = 0.4;

type Sample = [x: number, y: number, pressure: number];

/** What a brush or eraser stroke covers. */
export function strokeCoats(stroke: StrokeOperation): Coat[] {
  const isTilted = stroke.tool === "brush" && stroke.points.some((point) => sideOf(point) > 0);
  if (!isTilted) {
    const samples = stroke.points.map(([x, y, , pressure]): Sample => [x, y, pressure ?? 0.5]);
    return [{ outline: outlineOf(stroke, samples), alpha: 1 }];
  }
  return SIDE_COATS.map(({ wider, alpha }) => ({
    outline: outlineOf(
      stroke,
      stroke.points.map((point) => widened(point, 1 + wider * sideOf(point))),
    ),
    alpha,
  }));
}

/** 0: the pen's tip draws; 1: its side. */
function sideOf(point: StrokePoint): number {
  const tilt = point[4] ?? 0;
  return Math.min(1, Math.max(0, (tilt - TILT_WRITING) / (TILT_FLAT - TILT_WRITING)));
}

/** The point with the pressure that makes its line `factor` times as wide. */
function widened([x, y, , pressure]: StrokePoint, factor: number): Sample {
  const radius = (0.5 - PRESSURE_THINNING * (0.5 - (pressure ?? 0.5))) * factor;
  return [x, y, Math.max(0, 0.5 - (0.5 - radius) / PRESSURE_THINNING)];
}

function outlineOf(stroke: StrokeOperation, samples: Sample[]): [number, number][] {
  const hasPressure = stroke.points.some((point) => point[3] !== null);
  const isBrush = stroke.tool === "brush";
  return getStroke(samples, {
    size: stroke.size,
    thinning: isBrush ? (hasPressure ? PRESSURE_THINNING : SPEED_THINNING) : 0,
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
