/** What is wrong with what is seen, if anything. */
import { COLUMNS, SCENE, SQUARES, type Photo } from "@llamasketch/testing/photos";
import type { Seen } from "./look.ts";

export type Verdict = "right" | "wrongWay" | "wrongColour" | "wrongAlpha";

/** Of 255. Programs round, and lossy formats keep what the eye sees. */
export const TOLERANCE = { exact: 4, lossy: 8 } as const;

export const difference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, at) => Math.abs(value - (b[at] ?? NaN))));

export function judge(photo: Photo, seen: Seen, tolerance: number): Verdict {
  const shape = SCENE.widthPx / SCENE.heightPx;
  if (Math.abs(seen.widthPx / seen.heightPx / shape - 1) > 0.02) return "wrongWay";
  const wrong = photo.squares.flatMap((square, at) =>
    difference(square, seen.squares[at] ?? []) <= tolerance ? [] : [at],
  );
  if (wrong.length === 0) return "right";
  if (wrong.every((at) => photo.clear.has(at))) return "wrongAlpha";
  return WAYS.some((way) => isSame(photo, seen, way, tolerance)) ? "wrongWay" : "wrongColour";
}

const ROWS = SQUARES / COLUMNS;
/** Mirrored, upside down, and both. */
const WAYS: readonly ((at: number) => number)[] = [
  (at) => Math.floor(at / COLUMNS) * COLUMNS + (COLUMNS - 1 - (at % COLUMNS)),
  (at) => (ROWS - 1 - Math.floor(at / COLUMNS)) * COLUMNS + (at % COLUMNS),
  (at) => SQUARES - 1 - at,
];

const isSame = (photo: Photo, seen: Seen, way: (at: number) => number, tolerance: number): boolean =>
  photo.squares.every((square, at) => difference(square, seen.squares[way(at)] ?? []) <= tolerance);
