/** Pictures as cameras, phones and editors write them, each with what is seen in it; and files that only look like some. */
import { joined, type Bytes } from "./bytes.ts";
import {
  ADOBE_RGB,
  DISPLAY_P3,
  SRGB,
  SRGB_CURVE,
  SWAPPED,
  converted,
  power,
  type Transfer,
  type Triple,
} from "./colour.ts";
import { SQUARES, colourOf, shownAt, squareAt, storedSize } from "./scene.ts";

export interface Photo {
  name: string;
  bytes: Bytes;
  /** As whoever sends it says. */
  type: string;
  /** What each square looks like, on white paper, 0 to 255. */
  squares: readonly Triple[];
  /** Squares that one sees through. */
  clear: ReadonlySet<number>;
}

interface Space {
  matrix: typeof SRGB;
  curve: Transfer;
}
export const SPACES = {
  srgb: { matrix: SRGB, curve: SRGB_CURVE },
  p3: { matrix: DISPLAY_P3, curve: SRGB_CURVE },
  adobe: { matrix: ADOBE_RGB, curve: power(563 / 256) },
  swapped: { matrix: SWAPPED, curve: SRGB_CURVE },
} as const satisfies Record<string, Space>;

/** Samples of a square as a space has them, of so many bits; and what they then look like, 0 to 255. */
export function inSpace(square: number, space: Space, bits = 8): { samples: Triple; seen: Triple } {
  const most = 2 ** bits - 1;
  const target = colourOf(square).map((one) => one / 255) as unknown as Triple;
  const samples = (square === SQUARES - 1 && space !== SPACES.srgb
    ? [most, 0, 0]
    : converted(target, SPACES.srgb, space).map((one) => Math.round(one * most))) as unknown as Triple;
  const value = samples.map((one) => one / most) as unknown as Triple;
  return { samples, seen: converted(value, space).map((one) => one * 255) as unknown as Triple };
}

/** On white paper; `alpha` 0 to 1. */
export const onPaper = (colour: Triple, alpha: number): Triple =>
  colour.map((one) => one * alpha + 255 * (1 - alpha)) as unknown as Triple;

export const squaresOf = <T>(of: (square: number) => T): T[] =>
  Array.from({ length: SQUARES }, (_, at) => of(at));

/** Pixels as they are stored, of a scene as it is shown. */
export function laidOut(orientation: number, of: (square: number) => readonly number[]) {
  const { widthPx, heightPx } = storedSize(orientation);
  const samples = squaresOf(of);
  const pixel = (x: number, y: number): readonly number[] =>
    samples[squareAt(...shownAt(x, y, orientation, widthPx, heightPx))] ?? [];
  return { widthPx, heightPx, pixel };
}

export const plain = (
  name: string,
  type: string,
  bytes: Bytes,
  squares: readonly Triple[],
  clear: Iterable<number> = [],
): Photo => ({
  name,
  bytes,
  type,
  squares,
  clear: new Set(clear),
});

export const withTail = (photo: Photo, name: string, tail: ArrayLike<number>): Photo => ({
  ...photo,
  name,
  bytes: joined(photo.bytes, tail),
});
