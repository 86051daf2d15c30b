import type { Point } from "./view.ts";

const STEP = Math.PI / 12;

/** The end of a straight line from `start` towards `end`, turned to the nearest 15°. */
export function constrained(start: Point, end: Point): Point {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const angle = Math.round(Math.atan2(end.y - start.y, end.x - start.x) / STEP) * STEP;
  return { x: start.x + length * Math.cos(angle), y: start.y + length * Math.sin(angle) };
}
