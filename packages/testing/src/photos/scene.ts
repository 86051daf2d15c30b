/** What is in every picture here: 24 squares of colour, none like another, so that one look tells which way up they are. */
import type { Triple } from "./colour.ts";

export const SQUARE_PX = 16;
export const COLUMNS = 6;
export const ROWS = 4;
export const SCENE = { widthPx: COLUMNS * SQUARE_PX, heightPx: ROWS * SQUARE_PX } as const;
export const SQUARES = COLUMNS * ROWS;

/** 0 to 255, as they are meant to be seen in sRGB. */
const COLOURS: readonly Triple[] = [
  [200, 60, 50],
  [60, 160, 70],
  [60, 80, 190],
  [230, 200, 60],
  [60, 180, 190],
  [180, 70, 170],
  [250, 250, 250],
  [200, 200, 200],
  [150, 150, 150],
  [100, 100, 100],
  [60, 60, 60],
  [20, 20, 20],
  [120, 90, 60],
  [220, 170, 140],
  [90, 120, 160],
  [90, 110, 70],
  [130, 130, 180],
  [110, 190, 170],
  [210, 130, 50],
  [70, 90, 165],
  [190, 90, 100],
  [90, 60, 105],
  [160, 190, 70],
  [225, 160, 55],
];
export const colourOf = (square: number): Triple => COLOURS[square] ?? [0, 0, 0];
export const greyOf = (square: number): number =>
  [0, 255, 40, 220, 80, 180, 120, 100, 160, 60, 200, 20][square % 12] ?? 0;

/** Where a pixel as it is stored stands when it is shown. `orientation` as EXIF counts. */
export function shownAt(
  x: number,
  y: number,
  orientation: number,
  widthPx: number,
  heightPx: number,
): [number, number] {
  const [right, below] = [widthPx - 1 - x, heightPx - 1 - y];
  const places: readonly [number, number][] = [
    [x, y],
    [right, y],
    [right, below],
    [x, below],
    [y, x],
    [below, x],
    [below, right],
    [y, right],
  ];
  return places[orientation - 1] ?? [x, y];
}

/** Of the picture as it is shown. */
export const squareAt = (x: number, y: number): number =>
  Math.floor(y / SQUARE_PX) * COLUMNS + Math.floor(x / SQUARE_PX);

/** The sides as they are stored. */
export const storedSize = (orientation: number): { widthPx: number; heightPx: number } =>
  orientation < 5 ? SCENE : { widthPx: SCENE.heightPx, heightPx: SCENE.widthPx };
