/** Shapes and sizes to choose from; sides are multiples of what models paint in. */
import { MEDIA_SIDE_STEP_PX } from "@llamasketch/contract";

export interface Size {
  widthPx: number;
  heightPx: number;
}

/** Width by height. */
export const ASPECTS = ["1:1", "3:2", "2:3", "16:9", "9:16"] as const;
export type Aspect = (typeof ASPECTS)[number];

/** The longer side. */
export const LONG_SIDES_PX = [512, 768, 1024, 1536, 2048] as const;
const SMALLEST_PX = 256;
const FITTING_PX = 1024;

export function sizeOf(aspect: Aspect, longPx: number): Size {
  const [across = 1, down = 1] = aspect.split(":").map(Number);
  const short = (longPx * Math.min(across, down)) / Math.max(across, down);
  const shortPx = Math.max(SMALLEST_PX, Math.round(short / MEDIA_SIDE_STEP_PX) * MEDIA_SIDE_STEP_PX);
  return across >= down ? { widthPx: longPx, heightPx: shortPx } : { widthPx: shortPx, heightPx: longPx };
}

/** A size that may be asked for, as near as can be to a picture's: no larger than most plans make. */
export function fittingSize({ widthPx, heightPx }: Size): Size {
  const times = Math.min(1, FITTING_PX / Math.max(widthPx, heightPx));
  const side = (px: number): number =>
    Math.max(SMALLEST_PX, Math.round((px * times) / MEDIA_SIDE_STEP_PX) * MEDIA_SIDE_STEP_PX);
  return { widthPx: side(widthPx), heightPx: side(heightPx) };
}

export const longSideOf = ({ widthPx, heightPx }: Size): number => Math.max(widthPx, heightPx);

/** The nearest shape: a picture of another one is painted over in its own size. */
export function aspectOf(size: Size): Aspect {
  const ratio = Math.log(size.widthPx / size.heightPx);
  const away = (aspect: Aspect): number => {
    const [across = 1, down = 1] = aspect.split(":").map(Number);
    return Math.abs(Math.log(across / down) - ratio);
  };
  return [...ASPECTS].toSorted((one, other) => away(one) - away(other))[0] ?? "1:1";
}
