import type { Drawing } from "./drawing.ts";
import { distanceTo } from "./field.ts";
import type { Size } from "./field.ts";

/** One shape of the drawing, in cells. */
export interface Region {
  readonly id: number;
  area: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  sumX: number;
  sumY: number;
  /** Cells on each edge of the sheet. */
  readonly edge: { top: number; bottom: number; left: number; right: number };
  /** True when it was filled in by hand. */
  readonly drawn: boolean;
  /** Sum of the colours of ink in or around it, and their weight. */
  readonly tint: [r: number, g: number, b: number, weight: number];
  /** Cells of other regions along its border, by region. */
  readonly neighbours: Map<number, number>;
}

/** Every cell's region. */
export interface Regions {
  readonly label: Int32Array;
  readonly list: readonly Region[];
}

/**
 * Finds the shapes that lines enclose, the way one flats line art: balls of shrinking size are trapped
 * between the lines, so that a large shape holds even where its outline has gaps.
 */
export function findRegions(drawing: Drawing): Regions {
  const { cells, line, fill, cellColor } = drawing;
  const label = new Int32Array(line.length).fill(-1);
  let next = labelFills(cells, fill, cellColor, label);
  const drawnCount = next;
  const longest = Math.max(cells.width, cells.height);
  for (const part of [0.042, 0.022, 0.0125, 0.007, 0.004])
    next = trapBalls(cells, line, label, next, longest * part);
  if (next === drawnCount) next = trapBalls(cells, line, label, next, 0);
  if (next === 0) {
    label.fill(0);
    next = 1;
  }
  const kept = mergeOpen(cells, line, label, next, drawnCount);
  spreadLabels(cells, label);
  return { label, list: measure(drawing, label, kept, drawnCount) };
}

function labelFills(cells: Size, fill: Uint8Array, color: Float32Array, label: Int32Array): number {
  let next = 0;
  const stack: number[] = [];
  for (let start = 0; start < fill.length; start++) {
    if (!fill[start] || label[start] >= 0) continue;
    const id = next++;
    label[start] = id;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      for (const to of around(cells, at)) {
        if (to < 0 || !fill[to] || label[to] >= 0) continue;
        const apart =
          Math.abs(color[to * 3] - color[at * 3]) +
          Math.abs(color[to * 3 + 1] - color[at * 3 + 1]) +
          Math.abs(color[to * 3 + 2] - color[at * 3 + 2]);
        if (apart > 42) continue;
        label[to] = id;
        stack.push(to);
      }
    }
  }
  return next;
}

const nearby = new Int32Array(4);
function around({ width, height }: Size, at: number): Int32Array {
  const x = at % width;
  nearby[0] = x > 0 ? at - 1 : -1;
  nearby[1] = x < width - 1 ? at + 1 : -1;
  nearby[2] = at >= width ? at - width : -1;
  nearby[3] = at < width * (height - 1) ? at + width : -1;
  return nearby;
}

function trapBalls(cells: Size, line: Uint8Array, label: Int32Array, first: number, radius: number): number {
  const blocked = line.map((inked, i) => (inked || label[i] >= 0 ? 1 : 0));
  // The sheet's own edge stops a ball too: a ground line that ends just short of it still parts the sheet.
  const walls = blocked.slice();
  for (let x = 0; x < cells.width; x++) walls[x] = walls[walls.length - 1 - x] = 1;
  for (let y = 0; y < cells.height; y++) walls[y * cells.width] = walls[(y + 1) * cells.width - 1] = 1;
  const room = distanceTo(cells, radius > 0 ? walls : blocked);
  const component = new Int32Array(label.length).fill(-1);
  let next = first;
  const members: number[] = [];
  for (let start = 0; start < label.length; start++) {
    if ((room[start] <= radius && radius > 0) || component[start] >= 0 || blocked[start]) continue;
    members.length = 0;
    members.push(start);
    component[start] = start;
    for (let head = 0; head < members.length; head++) {
      for (const to of around(cells, members[head])) {
        if (to < 0 || component[to] >= 0 || (room[to] <= radius && radius > 0) || blocked[to]) continue;
        component[to] = start;
        members.push(to);
      }
    }
    // Grow back by the ball's radius, over free cells only.
    let ringStart = 0;
    for (let ring = 0; ring < radius; ring++) {
      const ringEnd = members.length;
      for (let head = ringStart; head < ringEnd; head++) {
        for (const to of around(cells, members[head])) {
          if (to < 0 || component[to] >= 0 || blocked[to]) continue;
          component[to] = start;
          members.push(to);
        }
      }
      ringStart = ringEnd;
    }
    const id = hostOf(cells, label, members) ?? next++;
    for (const at of members) label[at] = id;
  }
  return next;
}

/** The region a fragment belongs to: a corner that a bigger ball could not reach is open to its room. */
function hostOf(cells: Size, label: Int32Array, members: readonly number[]): number | null {
  const contact = new Map<number, number>();
  let rim = 0;
  for (const at of members) {
    let onRim = false;
    for (const to of around(cells, at)) {
      if (to < 0 || label[to] < 0) continue;
      contact.set(label[to], (contact.get(label[to]) ?? 0) + 1);
      onRim = true;
    }
    if (onRim) rim++;
  }
  if (contact.size === 0) return null;
  const [host, touching] = [...contact].reduce((a, b) => (b[1] > a[1] ? b : a));
  const isFragment = members.length < label.length * 0.004;
  const isOpen = touching > Math.sqrt(members.length) * 0.5;
  return (isFragment && rim > 2) || isOpen ? host : null;
}

/**
 * Joins regions that meet along a wide free border: two ends of one room, met by different balls. What
 * meets through a gap in an outline stays apart. Renumbers, hand-filled areas first; returns the count.
 */
function mergeOpen(
  cells: Size,
  line: Uint8Array,
  label: Int32Array,
  count: number,
  drawnCount: number,
): number {
  const area = new Int32Array(count);
  const outside = new Uint8Array(count);
  const contact = new Map<number, number>();
  for (let at = 0; at < label.length; at++) {
    const own = label[at];
    if (own < 0) continue;
    area[own]++;
    const x = at % cells.width;
    if (x === 0 || x === cells.width - 1 || at < cells.width || at >= label.length - cells.width)
      outside[own] = 1;
    if (own < drawnCount || line[at]) continue;
    for (const to of [at % cells.width < cells.width - 1 ? at + 1 : -1, at + cells.width]) {
      if (to < 0 || to >= label.length || line[to]) continue;
      const other = label[to];
      if (other === own || other < drawnCount) continue;
      const pair = Math.min(own, other) * count + Math.max(own, other);
      contact.set(pair, (contact.get(pair) ?? 0) + 1);
    }
  }
  const parent = Array.from({ length: count }, (_, id) => id);
  const rootOf = (id: number): number => {
    let root = id;
    while (parent[root] !== root) root = parent[root];
    return root;
  };
  for (const [pair, touching] of [...contact].sort((a, b) => b[1] - a[1])) {
    const [a, b] = [rootOf(Math.floor(pair / count)), rootOf(pair % count)];
    // The sheet flows into a shape only through a wide mouth; parts of one room meet through a passage.
    const mouth = outside[a] === outside[b] ? 0.2 : 0.42;
    if (a === b || touching < Math.sqrt(Math.min(area[a], area[b])) * mouth) continue;
    outside[Math.min(a, b)] = outside[a] | outside[b];
    parent[Math.max(a, b)] = Math.min(a, b);
    area[Math.min(a, b)] += area[Math.max(a, b)];
  }
  const renumbered = new Int32Array(count).fill(-1);
  let next = 0;
  for (let id = 0; id < count; id++) if (parent[id] === id) renumbered[id] = next++;
  for (let at = 0; at < label.length; at++) if (label[at] >= 0) label[at] = renumbered[rootOf(label[at])];
  return next;
}

/** Gives every cell left (lines, slivers) the region nearest to it. */
function spreadLabels(cells: Size, label: Int32Array): void {
  const queue: number[] = [];
  for (let at = 0; at < label.length; at++) if (label[at] >= 0) queue.push(at);
  for (let head = 0; head < queue.length; head++) {
    for (const to of around(cells, queue[head])) {
      if (to < 0 || label[to] >= 0) continue;
      label[to] = label[queue[head]];
      queue.push(to);
    }
  }
}

function measure(drawing: Drawing, label: Int32Array, count: number, drawnCount: number): Region[] {
  const { cells, line, fill, cellColor } = drawing;
  const list = Array.from({ length: count }, (_, id): Region => ({
    id,
    area: 0,
    left: cells.width,
    right: -1,
    top: cells.height,
    bottom: -1,
    sumX: 0,
    sumY: 0,
    edge: { top: 0, bottom: 0, left: 0, right: 0 },
    drawn: id < drawnCount,
    tint: [0, 0, 0, 0],
    neighbours: new Map(),
  }));
  for (let y = 0, at = 0; y < cells.height; y++) {
    for (let x = 0; x < cells.width; x++, at++) {
      const region = list[label[at]];
      region.area++;
      region.sumX += x;
      region.sumY += y;
      if (x < region.left) region.left = x;
      if (x > region.right) region.right = x;
      if (y < region.top) region.top = y;
      if (y > region.bottom) region.bottom = y;
      if (x === 0) region.edge.left++;
      if (x === cells.width - 1) region.edge.right++;
      if (y === 0) region.edge.top++;
      if (y === cells.height - 1) region.edge.bottom++;
      if (x > 0) meet(list, region, label[at - 1]);
      if (y > 0) meet(list, region, label[at - cells.width]);
      if (!line[at] && !fill[at]) continue;
      const [r, g, b] = [cellColor[at * 3], cellColor[at * 3 + 1], cellColor[at * 3 + 2]];
      const chroma = (Math.max(r, g, b) - Math.min(r, g, b)) / 255;
      // Black outlines say nothing about the colour inside; a filled area says everything.
      const weight = fill[at] ? 1 : chroma > 0.18 ? chroma : 0;
      region.tint[0] += r * weight;
      region.tint[1] += g * weight;
      region.tint[2] += b * weight;
      region.tint[3] += weight;
    }
  }
  return list;
}

function meet(list: readonly Region[], region: Region, other: number): void {
  if (other === region.id) return;
  region.neighbours.set(other, (region.neighbours.get(other) ?? 0) + 1);
  const { neighbours } = list[other];
  neighbours.set(region.id, (neighbours.get(region.id) ?? 0) + 1);
}
