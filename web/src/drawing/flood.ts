/** RGBA bytes of a square, not premultiplied. */
export interface Pixels {
  data: Uint8ClampedArray;
  sidePx: number;
}

/**
 * How far a pixel may differ from the one where the flood began, in any channel of its premultiplied colour: as much
 * as the antialiased rim of a line may show of it, less than the thinnest line does.
 */
const TOLERANCE = 80;

/**
 * One byte for each pixel: 1 where a flood from (`x`, `y`) came, going along sides, and `rimPx` further into what
 * stopped it, so that the soft rims of lines are covered too.
 */
export function flood(pixels: Pixels, x: number, y: number, rimPx: number): Uint8Array {
  const isLike = likeness(pixels.data, y * pixels.sidePx + x);
  let mask = flooded(pixels.sidePx, y * pixels.sidePx + x, isLike);
  for (let rim = 0; rim < rimPx; rim++) mask = grown(mask, pixels.sidePx, isLike);
  return mask;
}

type IsLike = (at: number) => boolean;

function flooded(sidePx: number, seed: number, isLike: IsLike): Uint8Array {
  const mask = new Uint8Array(sidePx * sidePx);
  const stack = [seed];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (mask[at]) continue;
    const rowStart = at - (at % sidePx);
    const rowEnd = rowStart + sidePx;
    let left = at;
    while (left > rowStart && !mask[left - 1] && isLike(left - 1)) left -= 1;
    let wasOpenAbove = false;
    let wasOpenBelow = false;
    for (let here = left; here < rowEnd && !mask[here] && (here <= at || isLike(here)); here++) {
      mask[here] = 1;
      const above = here - sidePx;
      const below = here + sidePx;
      const isOpenAbove = above >= 0 && !mask[above] && isLike(above);
      const isOpenBelow = below < mask.length && !mask[below] && isLike(below);
      if (isOpenAbove && !wasOpenAbove) stack.push(above);
      if (isOpenBelow && !wasOpenBelow) stack.push(below);
      wasOpenAbove = isOpenAbove;
      wasOpenBelow = isOpenBelow;
    }
  }
  return mask;
}

/** Whether a pixel looks like the one at `seed`. */
function likeness(data: Uint8ClampedArray, seed: number): IsLike {
  const channel = (at: number, which: number): number =>
    ((data[4 * at + which] ?? 0) * (data[4 * at + 3] ?? 0)) / 255;
  const red = channel(seed, 0);
  const green = channel(seed, 1);
  const blue = channel(seed, 2);
  const alpha = data[4 * seed + 3] ?? 0;
  return (at) =>
    Math.abs((data[4 * at + 3] ?? 0) - alpha) <= TOLERANCE &&
    Math.abs(channel(at, 0) - red) <= TOLERANCE &&
    Math.abs(channel(at, 1) - green) <= TOLERANCE &&
    Math.abs(channel(at, 2) - blue) <= TOLERANCE;
}

function grown(mask: Uint8Array, sidePx: number, isLike: IsLike): Uint8Array {
  const wide = Uint8Array.from(mask);
  const reach = (at: number): void => {
    if (!mask[at] && !isLike(at)) wide[at] = 1;
  };
  for (let at = 0; at < mask.length; at++) {
    if (!mask[at]) continue;
    const x = at % sidePx;
    if (x > 0) reach(at - 1);
    if (x < sidePx - 1) reach(at + 1);
    if (at >= sidePx) reach(at - sidePx);
    if (at + sidePx < mask.length) reach(at + sidePx);
  }
  return wide;
}
