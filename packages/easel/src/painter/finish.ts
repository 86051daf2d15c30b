import type { Canvas } from "./brush.ts";
import type { Drawing } from "./drawing.ts";
import { blur, noisePlane, smoothStep } from "./field.ts";
import { hours } from "./palette.ts";
import type { Underpainting } from "./underpainting.ts";
import type { Brief } from "./words.ts";

const tile = 256;
/** Tooth of the paper, -1 to 1, made once and repeated over the sheet. */
const tooth = noisePlane({ width: tile, height: tile }, 99, 2.2, 2.2, 2).map((value) => (value - 0.5) * 2);

const looks = {
  oil: { emboss: 58, grain: 4, line: 0.62, paper: 0 },
  gouache: { emboss: 14, grain: 5, line: 0.55, paper: 0 },
  watercolour: { emboss: 0, grain: 5, line: 0.66, paper: 1 },
  ink: { emboss: 0, grain: 6, line: 1, paper: 1 },
  papercut: { emboss: 0, grain: 7, line: 0.9, paper: 0 },
  photo: { emboss: 0, grain: 4, line: 0.14, paper: 0 },
} as const;

/**
 * Joins paint, paper and the drawn line. `strength` 0 gives the drawing back as it was; towards 1 the
 * painting takes over and the line sinks into it.
 */
export function finish(
  canvas: Canvas,
  drawing: Drawing,
  under: Underpainting,
  brief: Brief,
  strength: number,
): Uint8Array<ArrayBuffer> {
  const { width, height, paint, relief, cellOfX, cellRowOfY } = canvas;
  const { rgb, ink, fill } = drawing;
  const look = looks[brief.look];
  const painted = 1 - (1 - strength) ** 2.2;
  const lineOpacity = look.line * (1 - 0.4 * strength * strength);
  const thinner = 1 + strength;
  const isCut = brief.look === "papercut";
  const warmth = Float32Array.from(
    { length: width + height },
    (_, i) => 0.5 + 0.5 * Math.sin((i / width) * 7),
  );
  const glow = brief.hour === hours.neon ? glowOf(drawing) : null;
  smoothBorders(canvas);
  // A line drawn in black takes the colour of the shade; one drawn in colour keeps its own.
  const lineTone = brief.hour.shade.map((value) => value * 0.26 + 8);
  const sink = 0.95 * strength;
  const out = new Uint8Array(width * height * 3);
  const bendX = Float32Array.from({ length: width }, (_, x) => ((x / width) * 2 - 1) ** 2);
  const dark = brief.hour.stars > 0;
  for (let y = 0, at = 0; y < height; y++) {
    const bendY = ((y / height) * 2 - 1) ** 2;
    const row = cellRowOfY[y];
    const toothRow = (y % tile) * tile;
    for (let x = 0; x < width; x++, at++) {
      const cell = row + cellOfX[x];
      const grain = tooth[toothRow + (x % tile)];
      const i = at * 3;
      let r = paint[i];
      let g = paint[i + 1];
      let b = paint[i + 2];
      if (look.paper === 1) {
        // Pigment gathers where a wash ends and in the tooth of the paper.
        const edge = Math.exp(-under.model.border[cell] * 0.55);
        const dense = 1 - edge * 0.2 + grain * 0.05;
        r *= dense;
        g *= dense;
        b *= dense;
      }
      const emboss =
        look.emboss === 0 || x === 0 || y === 0
          ? 0
          : (relief[at] - (relief[at - 1] + relief[at - width]) * 0.5) * look.emboss;
      const tone = emboss + grain * look.grain;
      const bend = bendX[x] + bendY;
      const shade = isCut ? 1 : 1 - bend * (dark ? 0.13 : brief.look === "photo" ? 0.12 : 0.05);
      r = (r + tone) * shade;
      g = (g + tone) * shade;
      b = (b + tone) * shade;
      if (look.paper === 1) {
        // The wash does not reach the edge of the sheet everywhere.
        const rim = smoothStep(
          1.02,
          1.5,
          Math.max(bendX[x], bendY) * 1.28 + grain * 0.05 + under.model.bleed[cell],
        );
        r += (252 - r) * rim;
        g += (250 - g) * rim;
        b += (243 - b) * rim;
      }
      if (glow) {
        const power = glow[cell];
        const warm = warmth[x + y];
        r += power * (60 + 195 * warm);
        g += power * (225 - 165 * warm);
        b += power * 245;
      }
      const amount = ink[at];
      if (amount > 0 && !(isCut && under.model.border[cell] < 4)) {
        const own = [rgb[i], rgb[i + 1], rgb[i + 2]];
        const chroma = Math.max(own[0], own[1], own[2]) - Math.min(own[0], own[1], own[2]);
        const keep = Math.min(1, chroma / 90);
        const cover =
          (amount / 255) ** thinner *
          (fill[cell] || glow ? 0 : lineOpacity + (1 - lineOpacity) * keep) *
          (0.9 + grain * 0.12);
        if (cover > 0) {
          const mixIn = sink * (1 - keep);
          // The more freely it is painted, the more a line takes the colour it lies on.
          r += (own[0] + (lineTone[0] + r * 0.28 - own[0]) * mixIn - r) * cover;
          g += (own[1] + (lineTone[1] + g * 0.28 - own[1]) * mixIn - g) * cover;
          b += (own[2] + (lineTone[2] + b * 0.28 - own[2]) * mixIn - b) * cover;
        }
      }
      out[i] = clamp(rgb[i] + (r - rgb[i]) * painted);
      out[i + 1] = clamp(rgb[i + 1] + (g - rgb[i + 1]) * painted);
      out[i + 2] = clamp(rgb[i + 2] + (b - rgb[i + 2]) * painted);
    }
  }
  return out;
}

/** Light around the drawn lines, by cell, 0 to 1: tubes of neon. */
function glowOf(drawing: Drawing): Float32Array {
  const { cells, coverage, line } = drawing;
  const core = coverage.map((value, at) => (line[at] ? value : 0));
  const near = core.slice();
  const far = core.slice();
  const longest = Math.max(cells.width, cells.height);
  blur(cells, near, Math.max(1, Math.round(longest / 160)));
  blur(cells, far, Math.max(2, Math.round(longest / 40)));
  for (let at = 0; at < core.length; at++)
    core[at] = Math.min(1, core[at] * 0.75 + near[at] * 0.7 + far[at] * 0.8);
  return core;
}

/** Softens the steps between pieces: cells are coarser than pixels. */
function smoothBorders(canvas: Canvas): void {
  const { width, height, paint, piece, cellOfX, cellRowOfY } = canvas;
  for (let y = 1; y < height - 1; y++) {
    const [above, row, below] = [cellRowOfY[y - 1], cellRowOfY[y], cellRowOfY[y + 1]];
    for (let x = 1; x < width - 1; x++) {
      const own = piece[row + cellOfX[x]];
      const isSame =
        piece[row + cellOfX[x - 1]] === own &&
        piece[row + cellOfX[x + 1]] === own &&
        piece[above + cellOfX[x]] === own &&
        piece[below + cellOfX[x]] === own;
      if (isSame) continue;
      const at = (y * width + x) * 3;
      for (let i = at; i < at + 3; i++) {
        const cross = paint[i - 3] + paint[i + 3] + paint[i - width * 3] + paint[i + width * 3];
        const corners =
          paint[i - width * 3 - 3] +
          paint[i - width * 3 + 3] +
          paint[i + width * 3 - 3] +
          paint[i + width * 3 + 3];
        paint[i] = (paint[i] * 4 + cross * 2 + corners) / 16;
      }
    }
  }
}

/** Turns the underpainting into thin washes on white (watercolour) or tones of black (ink). */
export function thinWashes(
  under: Underpainting,
  width: number,
  height: number,
  brief: Brief,
  seed: number,
): void {
  if (brief.look !== "watercolour" && brief.look !== "ink") return;
  const { color, model } = under;
  const bloom = noisePlane({ width, height }, (seed ^ 31) >>> 0, width * 0.16, height * 0.16, 4);
  for (let at = 0, i = 0; at < bloom.length; at++, i += 3) {
    const dry = smoothStep(0.66, 0.8, bloom[at]) * smoothStep(3, 14, model.border[at]);
    if (brief.look === "watercolour") {
      const thin = 0.16 + 0.34 * bloom[at] + 0.2 * dry;
      color[i] += (252 - color[i]) * thin;
      color[i + 1] += (249 - color[i + 1]) * thin;
      color[i + 2] += (240 - color[i + 2]) * thin;
    } else {
      const grey = color[i] * 0.3 + color[i + 1] * 0.58 + color[i + 2] * 0.12;
      // Paper shows wherever it can: only what is in shade or dark by itself takes ink.
      const tone = Math.min(
        1,
        Math.max(0, (grey + (bloom[at] - 0.5) * 90 + (under.isThing[at] ? -34 : 34)) / 175),
      );
      const steps = tone * 0.5 + Math.round(tone * 3) * (0.5 / 3);
      color[i] = 42 + 200 * steps;
      color[i + 1] = 42 + 195 * steps;
      color[i + 2] = 48 + 178 * steps;
    }
  }
}

function clamp(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
}
