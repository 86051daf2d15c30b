import type { Drawing } from "./drawing.ts";
import { mix } from "./palette.ts";
import type { Rgb } from "./palette.ts";
import type { Region, Regions } from "./regions.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Brief } from "./words.ts";

/** What a shape is taken for. `open` is the sheet around the drawing: sky above the horizon, ground below. */
export type Role = "open" | "sky" | "ground" | "object" | "sun" | "lamp";

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
  const dark = brief.hour.stars > 0;
  if (dark && outdoors) lightLamps(list, role, cells.width * cells.height);
  const horizon = findHorizon(drawing, list, role, brief);
  const random = seededRandom(seed ^ brief.salt);
  const away = { x: cells.width * (0.2 + 0.6 * random()), y: horizon - cells.height * 0.06 };
  const middle = sun && { x: sun.sumX / sun.area, y: sun.sumY / sun.area };
  const glow = middle ?? (outdoors && brief.hour.glowReach >= 0.7 ? away : null);
  return {
    role,
    color: list.map((region) => colorOf(region, role, list, cells, brief, seed)),
    horizon,
    glow,
  };
}

function backgroundRole(region: Region, width: number, height: number): Role {
  const { edge } = region;
  const touching = edge.top + edge.bottom + edge.left + edge.right;
  if (region.drawn || touching === 0) return "object";
  const wide = edge.bottom > width * 0.5 || (edge.bottom > width * 0.2 && edge.left > 0 && edge.right > 0);
  if (edge.top === 0) return wide || touching > (width + height) * 0.5 ? "ground" : "object";
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
    if (inSky < total * 0.7) continue;
    const high = region.sumY / region.area;
    if (high > Math.sqrt(area) * 0.42) continue;
    if (!best || region.area > best.area) best = region;
  }
  return best;
}

/** After dark, small shapes inside bigger ones are windows with a light on. */
function lightLamps(list: readonly Region[], role: Role[], area: number): void {
  for (const region of list) {
    if (role[region.id] !== "object" || region.drawn || region.area > area * 0.02) continue;
    const host = [...region.neighbours].reduce((a, b) => (b[1] > a[1] ? b : a), [-1, 0])[0];
    if (host >= 0 && role[host] === "object" && list[host].area > region.area * 3) role[region.id] = "lamp";
  }
}

function findHorizon(drawing: Drawing, list: readonly Region[], role: readonly Role[], brief: Brief): number {
  const { width, height } = drawing.cells;
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

function colorOf(
  region: Region,
  role: readonly Role[],
  list: readonly Region[],
  cells: { width: number; height: number },
  brief: Brief,
  seed: number,
): Rgb {
  const [r, g, b, weight] = region.tint;
  const kind = role[region.id];
  if (kind === "sun") return brief.hour.glow;
  if (kind === "lamp") return [255, 205, 110];
  const own: Rgb | null = weight > 0 ? [r / weight, g / weight, b / weight] : null;
  if (region.drawn && own) return own;
  if (kind !== "object") return brief.place.near;
  const rim = [...region.neighbours.values()].reduce((sum, count) => sum + count, 0);
  if (own && weight > rim * 0.25) return mix(own, [255, 250, 240], 0.22);
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
