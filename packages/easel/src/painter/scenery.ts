import { noisePlane, smoothStep } from "./field.ts";
import type { Size } from "./field.ts";
import { mix, multiply } from "./palette.ts";
import type { Place, Rgb } from "./palette.ts";
import type { Scene } from "./roles.ts";
import type { Brief } from "./words.ts";

/** Paints the sheet around the drawn things: air, far ridges, ground. */
export class Scenery {
  readonly #cells: Size;
  readonly #brief: Brief;
  readonly #scene: Scene;
  readonly #clouds: Float32Array;
  readonly #grain: Float32Array;
  readonly #ridges: readonly Float32Array[];
  readonly #sky: readonly Rgb[];
  readonly #cloud: Rgb;
  readonly #out: [number, number, number] = [0, 0, 0];

  constructor(cells: Size, brief: Brief, scene: Scene, seed: number, withRidges: boolean) {
    const { width, height } = cells;
    const salt = (seed ^ brief.salt) >>> 0;
    this.#cells = cells;
    this.#brief = brief;
    this.#scene = scene;
    this.#clouds = noisePlane(cells, salt + 11, width * 0.34, height * 0.13, 4);
    const streak = { sea: [0.2, 0.016], field: [0.06, 0.03], forest: [0.05, 0.04] }[
      brief.place.kind as "sea"
    ];
    const [grainX, grainY] = streak ?? [0.14, 0.035];
    this.#grain = noisePlane(
      cells,
      salt + 23,
      Math.max(2, width * grainX),
      Math.max(1.5, height * grainY),
      3,
    );
    this.#ridges = withRidges ? ridgesOf(brief.place.kind, cells, scene.horizon, salt) : [];
    const { hour } = brief;
    const top = brief.sky ? multiply(brief.sky, mix([255, 255, 255], hour.skyTop, 0.35)) : hour.skyTop;
    const low = brief.sky ? mix(brief.sky, hour.skyLow, 0.6) : hour.skyLow;
    const room = brief.place.kind === "room" && !brief.sky;
    // A wall after dark has only what light there is.
    const wall =
      hour.stars > 0 ? multiply(brief.place.far, mix(hour.shade, hour.light, 0.25)) : brief.place.far;
    const [high, deep] = room
      ? [mix(low, wall, 0.75), mix(low, wall, hour.stars > 0 ? 0.6 : 0.25)]
      : [top, low];
    this.#sky = Array.from({ length: height }, (_, y) =>
      mix(high, deep, smoothStep(0, 1, y / scene.horizon) ** 0.9),
    );
    this.#cloud = mix(hour.light, hour.stars > 0 ? hour.skyLow : [255, 255, 255], hour.stars > 0 ? 0.6 : 0.3);
  }

  /** 0 sky, 1 and 2 ridges, 3 ground. */
  part(x: number, y: number, kind: "open" | "sky" | "ground"): number {
    if (kind === "ground" || (kind === "open" && y >= this.#scene.horizon)) return 3;
    for (let layer = this.#ridges.length - 1; layer >= 0; layer--)
      if (y >= this.#ridges[layer][x]) return layer + 1;
    return 0;
  }

  /** Colour of a cell of the sheet. The array is used again by the next call. */
  colorAt(x: number, y: number, part: number): readonly [number, number, number] {
    if (part === 3) this.#ground(x, y);
    else if (part === 0) this.#air(x, y);
    else this.#ridge(x, y, part);
    return this.#out;
  }

  #air(x: number, y: number): void {
    const { hour } = this.#brief;
    const { horizon, glow } = this.#scene;
    const { width, height } = this.#cells;
    const at = y * width + x;
    const base = this.#sky[Math.min(y, height - 1)];
    const drift = (this.#clouds[at] - 0.5) * 26;
    let [r, g, b] = [base[0] + drift, base[1] + drift, base[2] + drift * 0.7];
    if (this.#brief.place.kind !== "room") {
      const cover =
        smoothStep(0.5, 0.72, this.#clouds[at] + 0.05) *
        Math.min(1, hour.clouds) *
        (1.05 - (0.5 * y) / horizon);
      // Undersides of clouds are darker.
      const below = this.#clouds[Math.min(at + width * 4, this.#clouds.length - 1)];
      const body = 0.86 + 0.2 * smoothStep(-0.06, 0.06, this.#clouds[at] - below);
      r += (this.#cloud[0] * body - r) * cover;
      g += (this.#cloud[1] * body - g) * cover;
      b += (this.#cloud[2] * body - b) * cover;
    }
    if (glow) {
      const far = Math.hypot(x - glow.x, (y - glow.y) * 1.25) / Math.max(width, height);
      const shine = Math.exp(-far * far * 22) * 0.75 * hour.glowReach + Math.exp(-far * 11) * 0.45;
      r += (hour.glow[0] - r) * Math.min(1, shine);
      g += (hour.glow[1] - g) * Math.min(1, shine);
      b += (hour.glow[2] - b) * Math.min(1, shine * 0.9);
    }
    this.#set(r, g, b);
  }

  #ridge(x: number, y: number, layer: number): void {
    const { hour, place } = this.#brief;
    const near = layer === 2 ? 0.75 : 0.4;
    const color = mix(hour.skyLow, multiply(place.ridge, mix(hour.shade, hour.light, 0.6)), near);
    const at = y * this.#cells.width + x;
    const mist = smoothStep(0, 1, (y - this.#ridges[layer - 1][x]) / (this.#cells.height * 0.16)) * 0.35;
    const light = (this.#clouds[at] - 0.5) * 44 + (this.#grain[at] - 0.5) * 24;
    const cap = place.kind === "peaks" || place.kind === "snow";
    const snowy =
      cap && y - this.#ridges[layer - 1][x] < this.#cells.height * (0.02 + 0.06 * this.#clouds[at]) ? 0.7 : 0;
    let [r, g, b] = mix(mix(color, hour.skyLow, mist), mix(hour.light, [255, 255, 255], 0.4), snowy);
    if (
      place.kind === "city" &&
      hour.stars > 0 &&
      (x % 5 === 1 || x % 5 === 2) &&
      y % 6 < 2 &&
      this.#grain[at] > 0.52
    ) {
      [r, g, b] = [255, 214, 130];
    }
    this.#set(r + light, g + light, b + light * 0.8);
  }

  #ground(x: number, y: number): void {
    const { hour, place, ground } = this.#brief;
    const { horizon, glow } = this.#scene;
    const { width, height } = this.#cells;
    const at = y * width + x;
    const depth = Math.min(1, Math.max(0, (y - horizon) / Math.max(1, height - horizon)));
    const near = ground ?? place.near;
    const rocky = place.kind === "peaks" || place.kind === "snow";
    const far = ground
      ? mix(ground, hour.skyLow, 0.4)
      : mix(rocky ? place.ridge : place.far, hour.skyLow, 0.25);
    const base = mix(far, near, depth ** 0.7);
    const lit = multiply(base, mix(hour.shade, hour.light, 0.78));
    const wave = this.#grain[at] - 0.5;
    const swing = place.kind === "sea" ? 70 * (0.5 + depth) : place.kind === "snow" ? 18 : 52;
    const wide = (this.#clouds[at] - 0.5) * 34;
    let [r, g, b] = [
      lit[0] + wave * swing + wide,
      lit[1] + wave * swing + wide,
      lit[2] + wave * swing * 0.7 + wide * 0.5,
    ];
    if (glow && (place.kind === "sea" || hour.glowReach > 0.7)) {
      const spread = width * (0.035 + 0.1 * depth);
      const band =
        Math.exp(-(((x - glow.x) / spread) ** 2)) *
        (place.kind === "sea" ? smoothStep(-0.02, 0.12, wave) : 0.25);
      r += (hour.glow[0] - r) * band * 0.8;
      g += (hour.glow[1] - g) * band * 0.8;
      b += (hour.glow[2] - b) * band * 0.7;
    }
    this.#set(r, g, b);
  }

  #set(r: number, g: number, b: number): void {
    this.#out[0] = r;
    this.#out[1] = g;
    this.#out[2] = b;
  }
}

/** Tops of what stands far off, by column; the nearer one last. */
function ridgesOf(
  kind: Place["kind"],
  { width, height }: Size,
  horizon: number,
  seed: number,
): Float32Array[] {
  if (kind === "room" || kind === "space") return [];
  const rise = { sea: 0.035, field: 0.09, forest: 0.16, desert: 0.1, snow: 0.16, city: 0.3, peaks: 0.3 }[
    kind
  ];
  return (kind === "sea" ? [0] : [0, 1]).map((layer) => {
    const feature =
      width * { sea: 0.5, field: 0.45, forest: 0.3, desert: 0.5, snow: 0.3, city: 0.2, peaks: 0.32 }[kind];
    const line = noisePlane({ width, height: 1 }, seed + 97 + layer * 13, feature / (1 + layer * 0.4), 1, 4);
    const blocks = noisePlane({ width, height: 1 }, seed + 41 + layer, 1, 1, 1);
    const scale = rise * height * (layer === 0 ? 1 : 0.55);
    return line.map((value, x) => {
      let up = kind === "sea" ? Math.max(0, value - 0.52) * 3 : value;
      if (kind === "peaks" || kind === "snow") up = 1 - Math.abs(value * 2 - 1) * 1.2;
      if (kind === "city") up = 0.25 + blocks[(Math.floor(x / (width * 0.035)) * 3) % width] * 0.9;
      if (kind === "forest") {
        const tree = Math.max(3, width * 0.03);
        up = value * 0.7 + (1 - Math.abs(((x + layer * 5) % tree) / tree - 0.5) * 2) * 0.5;
      }
      return horizon - up * scale;
    });
  });
}
