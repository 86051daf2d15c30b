import type { Drawing } from "./drawing.ts";
import { cityLights } from "./city-lights.ts";
import { cutPaper, softenBackground } from "./looks.ts";
import { noisePlane } from "./field.ts";
import { lightModel } from "./model-light.ts";
import type { ModelLight } from "./model-light.ts";
import { mix, multiply } from "./palette.ts";
import type { Regions } from "./regions.ts";
import type { Scene } from "./roles.ts";
import { Scenery } from "./scenery.ts";
import type { Brief } from "./words.ts";

/** The picture in flat colour, by cell, before the brush. */
export interface Underpainting {
  /** 3 a cell, 0 to 255. */
  readonly color: Float32Array;
  /** Which piece of the picture a cell belongs to: a stroke stays within its piece. */
  readonly piece: Int32Array;
  /** True where the sheet's own sky is. */
  readonly isSky: Uint8Array;
  /** True for the drawn things, which are painted with finer strokes. */
  readonly isThing: Uint8Array;
  readonly model: ModelLight;
}

/** Colours every cell: the sheet by its scenery, each thing by its colour in the light. */
export function underpaint(
  drawing: Drawing,
  regions: Regions,
  scene: Scene,
  brief: Brief,
  seed: number,
): Underpainting {
  const { cells, fill, cellColor } = drawing;
  const { width, height } = cells;
  const { label } = regions;
  const { hour } = brief;
  const model = lightModel(cells, regions, scene, seed % 2 === 0 ? 1 : -1);
  const scenery = new Scenery(cells, brief, scene, seed, !scene.role.includes("ground"));
  const mottle = noisePlane(cells, (seed ^ brief.salt ^ 5) >>> 0, width * 0.09, height * 0.09, 3);
  const color = new Float32Array(width * height * 3);
  const piece = new Int32Array(width * height);
  const isSky = new Uint8Array(width * height);
  const isThing = new Uint8Array(width * height);
  const lit = scene.color.map((base) => multiply(base, hour.light));
  const shaded = scene.color.map((base) => multiply(base, mix(hour.shade, base, 0.12)));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const id = label[at];
      const kind = scene.role[id];
      const to = at * 3;
      if (kind === "open" || kind === "sky" || kind === "ground") {
        const part = scenery.part(x, y, kind);
        const [r, g, b] = scenery.colorAt(x, y, part);
        // Shadows fall on the ground; on open air they would look like smoke.
        const slope = kind === "ground" ? 0.72 + 0.5 * model.light[at] : 1;
        const dim =
          slope - model.shadow[at] * (part === 3 ? 0.42 : brief.place.kind === "room" ? 0.25 : 0.03);
        color[to] = r * dim;
        color[to + 1] = g * dim;
        color[to + 2] = b * (dim + Math.max(0, 1 - dim) * 0.25);
        // Neighbouring open regions share their pieces, so that no seam shows between them.
        piece[at] = part - 4;
        isSky[at] = part === 0 ? 1 : 0;
        continue;
      }
      piece[at] = id;
      isThing[at] = 1;
      if (kind === "sun" || kind === "lamp") {
        const core = Math.min(1, model.border[at] / 6);
        const [r, g, b] = mix(scene.color[id], [255, 255, 246], core * 0.3);
        color[to] = r;
        color[to + 1] = g;
        color[to + 2] = b;
        continue;
      }
      if (kind === "eye") {
        const pupil = model.border[at] > model.deepest[id] * 0.45 ? 0.2 : 1;
        for (let c = 0; c < 3; c++) color[to + c] = scene.color[id][c] * pupil;
        continue;
      }
      const isPhoto = brief.look === "photo";
      const amount = model.light[at] * (isPhoto ? 1.08 : 0.92) + (mottle[at] - 0.5) * (isPhoto ? 0.1 : 0.3);
      const edge = 1 - 0.2 * Math.exp(-model.border[at] / 2.5);
      const shine = model.shine[at] * 90 * (hour.stars > 0 ? 0.5 : 1);
      for (let c = 0; c < 3; c++) {
        // Inside a filled area its own pixels lead: they may hold more than one colour.
        const own = fill[at] ? 0.35 : 0;
        const base = shaded[id][c] + (lit[id][c] - shaded[id][c]) * amount;
        const drawn = fill[at] ? cellColor[to + c] * (0.62 + 0.45 * amount) : 0;
        color[to + c] = (base * (1 - own) + drawn * own) * edge + shine + (mottle[at] - 0.5) * 22;
      }
    }
  }
  if (brief.place.kind === "city" && hour.stars > 0)
    cityLights(cells, regions, scene, color, piece, isThing, model.border, seed);
  if (brief.look === "papercut") cutPaper(cells, regions, color, piece, isThing, scene, brief);
  else drawUnderLine(drawing, color, piece, brief.look === "photo" ? 0.35 : 1);
  if (brief.look === "photo") softenBackground(cells, color, isThing);
  return { color, piece, isSky, isThing, model };
}

const linePiece = -100;

/** Tones the cells under a line towards it, and keeps the brush off them: no speck of sky shows beside it. */
function drawUnderLine(drawing: Drawing, color: Float32Array, piece: Int32Array, weight: number): void {
  const { line, coverage, cellColor } = drawing;
  for (let at = 0; at < line.length; at++) {
    if (!line[at]) continue;
    const amount = Math.min(0.8, coverage[at] * 0.7 + 0.12) * weight;
    for (let i = at * 3; i < at * 3 + 3; i++) color[i] += (cellColor[i] * 0.8 + 26 - color[i]) * amount;
    piece[at] = linePiece;
  }
}
