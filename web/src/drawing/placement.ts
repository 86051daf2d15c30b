import type { Place } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import type { Point } from "./view.ts";

/** Sides of what is placed, page units. */
const SIDE_MIN = 16;
const SIDE_MAX = 4 * PAGE_SIDE;

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** In the middle of the page, as large as it goes there, but for `part` of the page's side. */
export function fitted(width: number, height: number, part = 1): Place {
  const scale = (PAGE_SIDE * part) / Math.max(width, height);
  const middle = PAGE_SIDE / 2;
  return bounded({ x: middle, y: middle, width: width * scale, height: height * scale, angle: 0 });
}

/** The centre stays on the page, the sides stay such that it can be seen and taken hold of. */
function bounded(place: Place): Place {
  return {
    ...place,
    x: within(place.x, 0, PAGE_SIDE),
    y: within(place.y, 0, PAGE_SIDE),
    width: within(place.width, SIDE_MIN, SIDE_MAX),
    height: within(place.height, SIDE_MIN, SIDE_MAX),
  };
}

export const shifted = (place: Place, x: number, y: number): Place =>
  bounded({ ...place, x: place.x + x, y: place.y + y });

/** Larger by `factor`, keeping its shape. */
export function scaled(place: Place, factor: number): Place {
  const least = SIDE_MIN / Math.min(place.width, place.height);
  const most = SIDE_MAX / Math.max(place.width, place.height);
  const by = within(factor, least, most);
  return bounded({ ...place, width: place.width * by, height: place.height * by });
}

export const stretched = (place: Place, width: number, height: number): Place =>
  bounded({ ...place, width: place.width + width, height: place.height + height });

export const turned = (place: Place, degrees: number): Place => ({
  ...place,
  angle: ((((place.angle + degrees + 180) % 360) + 360) % 360) - 180,
});

/** Two fingers went from `from` to `to`, in page coordinates: what they hold goes with them. */
export function carried(place: Place, from: readonly [Point, Point], to: readonly [Point, Point]): Place {
  const before = { x: from[1].x - from[0].x, y: from[1].y - from[0].y };
  const after = { x: to[1].x - to[0].x, y: to[1].y - to[0].y };
  const factor = Math.hypot(after.x, after.y) / Math.max(1, Math.hypot(before.x, before.y));
  const radians = Math.atan2(after.y, after.x) - Math.atan2(before.y, before.x);
  const shiftX = (to[0].x + to[1].x - from[0].x - from[1].x) / 2;
  const shiftY = (to[0].y + to[1].y - from[0].y - from[1].y) / 2;
  return shifted(turned(scaled(place, factor), (radians * 180) / Math.PI), shiftX, shiftY);
}

/** A point of the place's own square, -0.5 to 0.5 along its sides, on the page. */
export function onPage(place: Place, { x, y }: Point): Point {
  const radians = (place.angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [across, down] = [x * place.width, y * place.height];
  return { x: place.x + across * cos - down * sin, y: place.y + across * sin + down * cos };
}

/** Whole numbers for the log and for reading out. */
export const rounded = ({ x, y, width, height, angle }: Place): Place => ({
  x: Math.round(x),
  y: Math.round(y),
  width: Math.max(1, Math.round(width)),
  height: Math.max(1, Math.round(height)),
  angle: Math.round(angle * 10) / 10,
});
