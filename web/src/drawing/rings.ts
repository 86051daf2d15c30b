/** Corners of a closed outline, x and y by turns. */
export type Ring = number[];

/** Rings that enclose less are specks. */
const SPECK_PX = 6;
/** How far a simplified ring may leave the pixels' edges, px. */
const TOLERANCE_PX = 0.6;
/** Corners of one fill: it must travel in one chunk of the log. */
const CORNERS_MAX = 5000;

/** Outlines of the pixels that are set in a square mask: what lies inside an odd number of them is set. */
export function ringsOf(mask: Uint8Array, sidePx: number): Ring[] {
  const traced = trace(mask, sidePx).filter((ring) => areaOf(ring) >= SPECK_PX);
  for (let tolerance = TOLERANCE_PX, speck = SPECK_PX; ; tolerance *= 2, speck *= 4) {
    const rings = traced
      .filter((ring) => areaOf(ring) >= speck)
      .map((ring) => simplified(ring, tolerance))
      .filter((ring) => ring.length >= 6);
    const corners = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
    if (corners <= CORNERS_MAX) return rings;
  }
}

const STEP_X = [1, 0, -1, 0] as const;
const STEP_Y = [0, 1, 0, -1] as const;

/** Walks along every border with what is set at its right hand; each ring holds the middles of its pixels' sides. */
function trace(mask: Uint8Array, sidePx: number): Ring[] {
  const isSet = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < sidePx && y < sidePx && mask[y * sidePx + x] === 1;
  /** Pixels whose upper side was walked. */
  const walked = new Uint8Array(mask.length);
  const rings: Ring[] = [];
  for (let start = 0; start < mask.length; start++) {
    const startX = start % sidePx;
    const startY = (start - startX) / sidePx;
    if (!mask[start] || walked[start] || isSet(startX, startY - 1)) continue;
    const ring: Ring = [];
    let [x, y, heading] = [startX, startY, 0];
    do {
      if (heading === 0) walked[y * sidePx + x] = 1;
      const [stepX, stepY] = [STEP_X[heading] ?? 0, STEP_Y[heading] ?? 0];
      ring.push(x + stepX / 2, y + stepY / 2);
      x += stepX;
      y += stepY;
      const isRightSet = isSet(x + (heading === 0 || heading === 3 ? 0 : -1), y + (heading < 2 ? 0 : -1));
      const isLeftSet = isSet(x + (heading < 2 ? 0 : -1), y + (heading === 0 || heading === 3 ? -1 : 0));
      if (!isRightSet) heading = (heading + 1) % 4;
      else if (isLeftSet) heading = (heading + 3) % 4;
    } while (x !== startX || y !== startY || heading !== 0);
    rings.push(ring);
  }
  return rings;
}

function areaOf(ring: Ring): number {
  let twice = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    twice += (ring[at] ?? 0) * (ring[next + 1] ?? 0) - (ring[next] ?? 0) * (ring[at + 1] ?? 0);
  }
  return Math.abs(twice) / 2;
}

/** Douglas and Peucker's simplification, from the first corner round to itself. */
function simplified(ring: Ring, tolerance: number): Ring {
  const count = ring.length / 2;
  const x = (at: number): number => ring[2 * (at % count)] ?? 0;
  const y = (at: number): number => ring[2 * (at % count) + 1] ?? 0;
  const kept = new Uint8Array(count);
  kept[0] = 1;
  const spans: [number, number][] = [[0, count]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [acrossX, acrossY] = [x(to) - x(from), y(to) - y(from)];
    const length = Math.hypot(acrossX, acrossY);
    let farthest = tolerance;
    let corner = -1;
    for (let at = from + 1; at < to; at++) {
      const [offX, offY] = [x(at) - x(from), y(at) - y(from)];
      const distance =
        length === 0 ? Math.hypot(offX, offY) : Math.abs(offX * acrossY - offY * acrossX) / length;
      if (distance <= farthest) continue;
      farthest = distance;
      corner = at;
    }
    if (corner < 0) continue;
    kept[corner % count] = 1;
    spans.push([from, corner], [corner, to]);
  }
  return ring.filter((_, at) => kept[at >> 1]);
}
