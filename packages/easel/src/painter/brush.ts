import { seededRandom } from "./seeded-random.ts";

const tableLength = 64;
const tableWidth = 16;
const variants = 6;

/** Paint coverage of one brush mark, along and across, for a few brushes. Made once. */
const marks = makeMarks();

function makeMarks(): Float32Array {
  const random = seededRandom(4711);
  const out = new Float32Array(variants * tableLength * tableWidth);
  for (let variant = 0; variant < variants; variant++) {
    for (let across = 0; across < tableWidth; across++) {
      const load = 0.55 + 0.45 * random();
      const start = 0.02 + 0.12 * random();
      const end = 0.75 + 0.22 * random();
      const side = Math.abs(across / (tableWidth - 1) - 0.5) * 2;
      for (let along = 0; along < tableLength; along++) {
        const t = along / (tableLength - 1);
        const body = Math.min(1, Math.max(0, (t - start) * 14)) * Math.min(1, Math.max(0, (end - t) * 7));
        const dry = 1 - Math.max(0, t - 0.55) * (1 - load) * 3.2;
        out[(variant * tableLength + along) * tableWidth + across] =
          body * load * Math.max(0, dry) * (side > 0.92 ? 0.55 : 1);
      }
    }
  }
  return out;
}

/** A full-size canvas that takes brush marks. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** RGB, 0 to 255. */
  readonly paint: Float32Array;
  /** Thickness of the paint, 0 to 1. */
  readonly relief: Float32Array;
  /** Piece of each cell, and where each column and row finds its cell. */
  readonly piece: Int32Array;
  readonly cellOfX: Int32Array;
  readonly cellRowOfY: Int32Array;
}

/** One brush mark; lengths are pixels. */
export interface Mark {
  x: number;
  y: number;
  angle: number;
  length: number;
  width: number;
  r: number;
  g: number;
  b: number;
  opacity: number;
  variant: number;
  piece: number;
}

/** Lays one mark, within its piece of the picture only. */
export function layMark(canvas: Canvas, mark: Mark): void {
  const { width, height, paint, relief, piece, cellOfX, cellRowOfY } = canvas;
  const cos = Math.cos(mark.angle);
  const sin = Math.sin(mark.angle);
  const halfLength = mark.length / 2;
  const halfWidth = mark.width / 2;
  const reachY = Math.abs(sin) * halfLength + Math.abs(cos) * halfWidth;
  const top = Math.max(0, Math.ceil(mark.y - reachY));
  const bottom = Math.min(height - 1, Math.floor(mark.y + reachY));
  const scaleAlong = (tableLength - 1) / mark.length;
  const scaleAcross = (tableWidth - 1) / mark.width;
  const table = (mark.variant % variants) * tableLength * tableWidth;
  for (let y = top; y <= bottom; y++) {
    const dy = y - mark.y;
    // The row's part inside the mark: |dx cos + dy sin| and |dy cos - dx sin| both within their halves.
    let from = -1e9;
    let to = 1e9;
    if (Math.abs(cos) > 1e-4) {
      const [a, b] = [(-halfLength - dy * sin) / cos, (halfLength - dy * sin) / cos];
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (Math.abs(dy * sin) > halfLength) continue;
    if (Math.abs(sin) > 1e-4) {
      const [a, b] = [(dy * cos - halfWidth) / sin, (dy * cos + halfWidth) / sin];
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (Math.abs(dy * cos) > halfWidth) continue;
    const left = Math.max(0, Math.ceil(mark.x + from));
    const right = Math.min(width - 1, Math.floor(mark.x + to));
    const row = cellRowOfY[y];
    for (let x = left; x <= right; x++) {
      if (piece[row + cellOfX[x]] !== mark.piece) continue;
      const dx = x - mark.x;
      const along = ((dx * cos + dy * sin + halfLength) * scaleAlong) | 0;
      const across = ((dy * cos - dx * sin + halfWidth) * scaleAcross) | 0;
      const cover = marks[table + along * tableWidth + across] * mark.opacity;
      if (cover <= 0.02) continue;
      const at = y * width + x;
      const to3 = at * 3;
      paint[to3] += (mark.r - paint[to3]) * cover;
      paint[to3 + 1] += (mark.g - paint[to3 + 1]) * cover;
      paint[to3 + 2] += (mark.b - paint[to3 + 2]) * cover;
      relief[at] += (cover - relief[at]) * cover;
    }
  }
}
