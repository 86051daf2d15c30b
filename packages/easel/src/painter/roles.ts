import type { Drawing } from "./drawing.ts";
import { mix } from "./palette.ts";
import type { Rgb } from "./palette.ts";
import type { Region, Regions } from "./regions.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Brief } from "./words.ts";

/** What a shape is taken for. `open` is the sheet around the drawing: sky above the horizon, ground below. */
export type Role = "open" | "sky" | "ground" | "object" | "sun" | "lamp" | "pane" | "eye";

/** The drawing as a scene; lengths are cells. */
export interface Scene {
  readonly role: readonly Role[];
  readonly color: readonly Rgb[];
  /** Row where the sky ends. */
  readonly horizon: number;
  /** Where the light comes from, when it stands in the picture. */
  readonly glow: { readonly x: number; readonly y: number } | null;
}

/** Decides what each shape is, and its colour before light. */
export function castRoles(drawing: Drawing, regions: Regions, brief: Brief, seed: number): Scene {
  const { cells } = drawing;
  const { list } = regions;
  const role = list.map((region) => backgroundRole(region, cells.width, cells.height));
  // Without any open sheet the largest shape is it, unless it was filled in by hand.
  if (!role.some((kind) => kind !== "object")) {
    const largest = list.reduce((a, b) => (b.area > a.area ? b : a));
    if (!largest.drawn) role[largest.id] = "open";
  }
  const outdoors = brief.place.kind !== "room";
  const sun = outdoors ? findSun(list, role, cells.width * cells.height) : null;
  if (sun) role[sun.id] = "sun";
  const flame = brief.fire ? findFlame(list, role, cells.width, cells.height) : null;
  if (flame) role[flame.id] = "lamp";
  const dark = brief.hour.stars > 0;
  openHandles(list, role);
  nameDetails(list, role, cells.width * cells.height, brief, dark);
  const horizon = findHorizon(drawing, list, role, brief);
  const random = seededRandom(seed ^ brief.salt);
  const away = { x: cells.width * (0.2 + 0.6 * random()), y: horizon - cells.height * 0.06 };
  const middle = sun && { x: sun.sumX / sun.area, y: sun.sumY / sun.area };
  const burning = flame && dark ? { x: flame.sumX / flame.area, y: flame.sumY / flame.area } : null;
  const glow = burning ?? middle ?? (outdoors && brief.hour.glowReach >= 0.7 ? away : null);
  return {
    role,
    color: list.map((region) => colorOf(region, role, regions, cells, brief, seed)),
    horizon,
    glow,
  };
}

function backgroundRole(region: Region, width: number, height: number): Role {
  const { edge } = region;
  const touching = edge.top + edge.bottom + edge.left + edge.right;
  if (region.drawn || touching === 0) return "object";
  const sides = (edge.left > 0 ? 1 : 0) + (edge.right > 0 ? 1 : 0);
  const wide = edge.bottom > width * 0.9 || (edge.bottom > width * 0.5 && sides > 0) || sides === 2;
  if (edge.top === 0) return wide ? "ground" : "object";
  if (touching < Math.min(width, height) * 0.25) return "object";
  return edge.bottom > 0 ? "open" : "sky";
}

function findSun(list: readonly Region[], role: readonly Role[], area: number): Region | null {
  let best: Region | null = null;
  for (const region of list) {
    if (role[region.id] !== "object" || region.area < area * 0.0015 || region.area > area * 0.06) continue;
    const [w, h] = [region.right - region.left + 1, region.bottom - region.top + 1];
    const roundness = region.area / (w * h * 0.785);
    const { edge } = region;
    if (w / h > 1.45 || h / w > 1.45 || roundness < 0.78 || roundness > 1.16) continue;
    if (edge.top + edge.left + edge.right + edge.bottom > 0) continue;
    const { neighbours } = region;
    const total = [...neighbours.values()].reduce((sum, count) => sum + count, 0);
    let inSky = 0;
    for (const [id, count] of neighbours) if (role[id] === "open" || role[id] === "sky") inSky += count;
    if (inSky < total * 0.97) continue;
    const high = region.sumY / region.area;
    if (high > Math.sqrt(area) * 0.42) continue;
    if (!best || region.area > best.area) best = region;
  }
  return best;
}

/** The shape nearest the middle of the sheet that is no speck and no wall. */
function findFlame(
  list: readonly Region[],
  role: readonly Role[],
  width: number,
  height: number,
): Region | null {
  let best: Region | null = null;
  const awayOf = (region: Region): number => Math.abs(region.sumX / region.area - width / 2);
  for (const region of list) {
    const part = region.area / (width * height);
    if (role[region.id] !== "object" || part < 0.004 || part > 0.12) continue;
    if (region.bottom - region.top < (region.right - region.left) * 0.8) continue;
    if (!best || awayOf(region) < awayOf(best)) best = region;
  }
  return best;
}

/** The hole of a handle is no part of the thing: a thin ring lies around it, beside a bigger shape. */
function openHandles(list: readonly Region[], role: Role[]): void {
  for (const region of list) {
    if (role[region.id] !== "object" || region.drawn) continue;
    const [ringId, contact] = [...region.neighbours].reduce((a, b) => (b[1] > a[1] ? b : a), [-1, 0]);
    const ring = list[ringId];
    if (!ring || role[ringId] !== "object" || ring.drawn) continue;
    const rim = [...region.neighbours.values()].reduce((sum, count) => sum + count, 0);
    const box = (ring.right - ring.left + 1) * (ring.bottom - ring.top + 1);
    const isInside = region.top > ring.top && region.bottom < ring.bottom && region.right < ring.right + 1;
    const isThin = ring.area < box * 0.66 && ring.area < region.area * 5 && region.area < box * 0.5;
    // A window or an eye lies wholly inside; a handle's hole also touches the thing itself.
    const body = [...region.neighbours.keys()].find((id) => id !== ringId && list[id].area > ring.area * 2);
    if (isInside && isThin && contact > rim * 0.4 && contact < rim * 0.97 && body !== undefined)
      role[region.id] = "open";
  }
}

/** Small shapes inside bigger ones: windows, with a light on after dark, or the eyes of a face. */
function nameDetails(list: readonly Region[], role: Role[], area: number, brief: Brief, dark: boolean): void {
  for (const region of list) {
    if (role[region.id] !== "object" || region.drawn || region.area > area * 0.025) continue;
    const [host, contact] = [...region.neighbours].reduce((a, b) => (b[1] > a[1] ? b : a), [-1, 0]);
    const rim = [...region.neighbours.values()].reduce((sum, count) => sum + count, 0);
    if (host < 0 || role[host] !== "object" || list[host].area < region.area * 3 || contact < rim * 0.9)
      continue;
    const [w, h] = [region.right - region.left + 1, region.bottom - region.top + 1];
    const filled = region.area / (w * h);
    const even = w / h < 2.2 && h / w < 2.2;
    if (brief.living && even && filled < 0.9 && filled > 0.66) role[region.id] = "eye";
    else if (!brief.living && even && filled > 0.8) role[region.id] = dark ? "lamp" : "pane";
  }
}

/** Crowns, trunks and firs, where the words leave room for trees. */
function foliage(
  region: Region,
  label: Int32Array,
  cells: { width: number; height: number },
  brief: Brief,
): Rgb | null {
  if (brief.living || !["field", "forest", "peaks", "snow", "sea"].includes(brief.place.kind)) return null;
  const [w, h] = [region.right - region.left + 1, region.bottom - region.top + 1];
  const part = region.area / (cells.width * cells.height);
  const filled = region.area / (w * h);
  if (h > w * 2.4 && part < 0.03) return [122, 86, 58];
  const fir = filled > 0.4 && filled < 0.62 && h > w * 1.15 && part < 0.03;
  if (fir && brief.place.kind !== "sea") return [58, 98, 72];
  const crown =
    filled > 0.6 &&
    filled < 0.87 &&
    corners(region, label, cells.width) === 0 &&
    w / h < 1.9 &&
    h / w < 1.7 &&
    part > 0.006 &&
    part < 0.12;
  if (crown && brief.place.kind !== "sea" && region.sumY / region.area < cells.height * 0.75)
    return brief.leaf;
  return null;
}

/** How many corners of its box a shape fills: none when it is round. */
function corners(region: Region, label: Int32Array, width: number): number {
  const inset = Math.round((region.right - region.left) * 0.06);
  let count = 0;
  for (const x of [region.left + inset, region.right - inset]) {
    for (const y of [region.top + inset, region.bottom - inset])
      if (label[y * width + x] === region.id) count++;
  }
  return count;
}

function findHorizon(drawing: Drawing, list: readonly Region[], role: readonly Role[], brief: Brief): number {
  const { width, height } = drawing.cells;
  if (brief.place.kind === "space") return height;
  const ground = list.filter((region) => role[region.id] === "ground");
  if (ground.length > 0) {
    const top = Math.min(...ground.map((region) => region.top));
    const middle = ground.reduce((sum, region) => sum + region.sumY, 0);
    const area = ground.reduce((sum, region) => sum + region.area, 0);
    return Math.max(height * 0.3, (top + middle / area) / 2);
  }
  let [high, low] = [height, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (!drawing.line[at] && !drawing.fill[at]) continue;
      if (y < high) high = y;
      if (y > low) low = y;
    }
  }
  if (low <= high) return height * 0.66;
  const stand = low - (low - high) * (brief.place.kind === "sea" ? 0.3 : 0.16);
  return Math.min(height * 0.84, Math.max(height * 0.5, stand));
}

/** Round heads take what was named, their middles yellow, the biggest other shape is the vase, the rest is green. */
function flowerColor(region: Region, list: readonly Region[], role: readonly Role[], brief: Brief): Rgb {
  const isRound = ({ area, left, right, top, bottom }: Region): boolean => {
    const [w, h] = [right - left + 1, bottom - top + 1];
    return w / h < 1.5 && h / w < 1.5 && area / (w * h) < 0.82;
  };
  const host = list.find(
    (other) =>
      other.left < region.left &&
      other.right > region.right &&
      other.top < region.top &&
      other.bottom > region.bottom &&
      role[other.id] === "object",
  );
  if (host && isRound(host)) return [240, 190, 70];
  if (isRound(region)) return brief.objects[0];
  const others = list.filter((other) => role[other.id] === "object" && !isRound(other));
  const biggest = others.reduce((a, b) => (b.area > a.area ? b : a), region);
  return biggest === region ? [226, 220, 206] : [96, 146, 72];
}

function colorOf(
  region: Region,
  role: readonly Role[],
  regions: Regions,
  cells: { width: number; height: number },
  brief: Brief,
  seed: number,
): Rgb {
  const { list } = regions;
  const [r, g, b, weight] = region.tint;
  const kind = role[region.id];
  if (kind === "sun") return brief.hour.glow;
  if (kind === "lamp") return [255, 205, 110];
  if (kind === "eye") return [244, 240, 228];
  if (kind === "pane") return mix(brief.hour.skyTop, [214, 232, 240], 0.45);
  const own: Rgb | null = weight > 0 ? [r / weight, g / weight, b / weight] : null;
  if (region.drawn && own) return own;
  if (kind !== "object") return brief.place.near;
  const rim = [...region.neighbours.values()].reduce((sum, count) => sum + count, 0);
  if (own && weight > rim * 0.25) return mix(own, [255, 250, 240], 0.22);
  // A sliver between two shapes belongs to the bigger one.
  if (region.area < cells.width * cells.height * 0.003) {
    const host = [...region.neighbours.keys()]
      .map((id) => list[id])
      .filter((other) => role[other.id] === "object" && other.area > region.area * 4)
      .reduce<Region | null>((a, b) => (a && a.area > b.area ? a : b), null);
    if (host) return colorOf(host, role, regions, cells, brief, seed);
  }
  if (brief.flowers) return flowerColor(region, list, role, brief);
  const plant = foliage(region, regions.label, cells, brief);
  if (plant) return plant;
  // Coarse steps, so that one more stroke does not reshuffle every colour.
  const stepX = Math.floor((region.sumX / region.area / cells.width) * 5);
  const stepY = Math.floor((region.sumY / region.area / cells.height) * 5);
  const size = Math.floor(Math.log2(Math.max(1, (region.area / (cells.width * cells.height)) * 1024)) / 2);
  const random = seededRandom((stepX * 31 + stepY * 131 + size * 977) ^ brief.salt ^ Math.imul(seed, 40503));
  const choices =
    brief.named > 0 ? Math.max(brief.named, Math.min(3, brief.objects.length)) : brief.objects.length;
  // The biggest shape gets what was named first: "a red house" is red.
  const bigger = list.filter((other) => role[other.id] === "object" && other.area > region.area).length;
  const pick = brief.named > 0 && bigger < choices ? bigger : Math.floor(random() * choices);
  const base = brief.objects[pick % brief.objects.length];
  const lift = (random() - 0.5) * 26;
  return [base[0] + lift, base[1] + lift * 0.8, base[2] + lift * 0.6];
}
