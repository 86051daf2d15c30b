import type { Place } from "./operation.ts";
import { onPage } from "./placement.ts";
import type { Point } from "./view.ts";

export const SHAPES = ["line", "rectangle", "ellipse", "triangle", "star"] as const;
export type Shape = (typeof SHAPES)[number];

/** Steps round an ellipse: its corners are not seen. */
const ELLIPSE_STEPS = 72;
const STAR_POINTS = 5;
/** The inner corners of a five-pointed star, of its outer radius. */
const STAR_INNER = 0.382;

/** The line along a shape, from its beginning to its end, on the page; closed shapes end where they began. */
export function shapeLine(shape: Shape, place: Place): Point[] {
  return OWN_LINES[shape]().map((point) => onPage(place, point));
}

const circle = (steps: number, radiusAt: (step: number) => number): Point[] =>
  Array.from({ length: steps + 1 }, (_, step) => {
    const angle = (step / steps) * 2 * Math.PI - Math.PI / 2;
    const radius = radiusAt(step % steps) / 2;
    return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
  });

/** Inside the square from -0.5 to 0.5. */
const OWN_LINES: Record<Shape, () => Point[]> = {
  line: () => [
    { x: -0.5, y: 0 },
    { x: 0.5, y: 0 },
  ],
  rectangle: () => [
    { x: -0.5, y: -0.5 },
    { x: 0.5, y: -0.5 },
    { x: 0.5, y: 0.5 },
    { x: -0.5, y: 0.5 },
    { x: -0.5, y: -0.5 },
  ],
  ellipse: () => circle(ELLIPSE_STEPS, () => 1),
  triangle: () => [
    { x: 0, y: -0.5 },
    { x: 0.5, y: 0.5 },
    { x: -0.5, y: 0.5 },
    { x: 0, y: -0.5 },
  ],
  star: () => circle(2 * STAR_POINTS, (step) => (step % 2 ? STAR_INNER : 1)),
};
