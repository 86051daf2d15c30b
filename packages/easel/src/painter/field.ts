import { seededRandom } from "./seeded-random.ts";

/** Size of a plane of cells. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Distance in cells to the nearest cell where `isSource` is not 0 (3-4 chamfer, far = 1e6). */
export function distanceTo(size: Size, isSource: Uint8Array): Float32Array {
  const { width, height } = size;
  const out = new Float32Array(width * height);
  const [near, diagonal, far] = [1, 1.3333, 1e6];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (isSource[i]) continue;
      let best = far;
      if (x > 0) best = Math.min(best, out[i - 1] + near);
      if (y > 0) {
        best = Math.min(best, out[i - width] + near);
        if (x > 0) best = Math.min(best, out[i - width - 1] + diagonal);
        if (x < width - 1) best = Math.min(best, out[i - width + 1] + diagonal);
      }
      out[i] = best;
    }
  }
  for (let y = height - 1, i = width * height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--, i--) {
      let best = out[i];
      if (x < width - 1) best = Math.min(best, out[i + 1] + near);
      if (y < height - 1) {
        best = Math.min(best, out[i + width] + near);
        if (x < width - 1) best = Math.min(best, out[i + width + 1] + diagonal);
        if (x > 0) best = Math.min(best, out[i + width - 1] + diagonal);
      }
      out[i] = best;
    }
  }
  return out;
}

/** Box blur of `radius` cells, twice, in place; edges repeat. */
export function blur(size: Size, plane: Float32Array, radius: number): void {
  if (radius < 1) return;
  const { width, height } = size;
  const line = new Float32Array(Math.max(width, height));
  for (let pass = 0; pass < 2; pass++) {
    for (let y = 0; y < height; y++) blurLine(plane, line, y * width, 1, width, radius);
    for (let x = 0; x < width; x++) blurLine(plane, line, x, width, height, radius);
  }
}

function blurLine(
  plane: Float32Array,
  line: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  for (let i = 0; i < count; i++) line[i] = plane[start + i * step];
  const last = count - 1;
  let sum = line[0] * (radius + 1);
  for (let i = 1; i <= radius; i++) sum += line[Math.min(i, last)];
  const scale = 1 / (radius * 2 + 1);
  for (let i = 0; i < count; i++) {
    plane[start + i * step] = sum * scale;
    sum += line[Math.min(i + radius + 1, last)] - line[Math.max(i - radius, 0)];
  }
}

/**
 * Smooth noise from 0 to 1: `octaves` layers of value noise, the first with features of `cellX` by
 * `cellY` cells.
 */
export function noisePlane(
  size: Size,
  seed: number,
  cellX: number,
  cellY: number,
  octaves: number,
): Float32Array {
  const { width, height } = size;
  const out = new Float32Array(width * height);
  let weight = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const stepX = Math.max(1, cellX / 2 ** octave);
    const stepY = Math.max(1, cellY / 2 ** octave);
    addValueNoise(size, out, seed + octave * 7919, stepX, stepY, weight);
    total += weight;
    weight *= 0.5;
  }
  for (let i = 0; i < out.length; i++) out[i] /= total;
  return out;
}

function addValueNoise(
  { width, height }: Size,
  out: Float32Array,
  seed: number,
  stepX: number,
  stepY: number,
  weight: number,
): void {
  const columns = Math.ceil(width / stepX) + 2;
  const rows = Math.ceil(height / stepY) + 2;
  const random = seededRandom(seed);
  const lattice = new Float32Array(columns * rows);
  for (let i = 0; i < lattice.length; i++) lattice[i] = random();
  const column = new Int32Array(width);
  const across = new Float32Array(width);
  for (let x = 0; x < width; x++) {
    const at = x / stepX;
    column[x] = Math.floor(at);
    across[x] = ease(at - column[x]);
  }
  for (let y = 0, i = 0; y < height; y++) {
    const at = y / stepY;
    const row = Math.floor(at);
    const down = ease(at - row);
    for (let x = 0; x < width; x++, i++) {
      const corner = row * columns + column[x];
      const top = lattice[corner] + (lattice[corner + 1] - lattice[corner]) * across[x];
      const low = lattice[corner + columns];
      const bottom = low + (lattice[corner + columns + 1] - low) * across[x];
      out[i] += (top + (bottom - top) * down) * weight;
    }
  }
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return ease(t);
}
