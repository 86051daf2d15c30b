import type { Canvas } from "./brush.ts";
import type { Drawing } from "./drawing.ts";
import { noisePlane, smoothStep } from "./field.ts";
import type { Underpainting } from "./underpainting.ts";
import type { Brief } from "./words.ts";

const tile = 256;
/** Tooth of the paper, -1 to 1, made once and repeated over the sheet. */
const tooth = noisePlane({ width: tile, height: tile }, 99, 2.2, 2.2, 2).map((value) => (value - 0.5) * 2);

const looks = {
  oil: { emboss: 58, grain: 5, line: 0.8, paper: 0 },
  gouache: { emboss: 16, grain: 7, line: 0.85, paper: 0 },
  watercolour: { emboss: 0, grain: 13, line: 0.78, paper: 1 },
  ink: { emboss: 0, grain: 12, line: 1, paper: 1 },
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
  const lineOpacity = look.line * (1 - 0.35 * strength * strength);
  // A line drawn in black takes the colour of the shade; one drawn in colour keeps its own.
  const lineTone = brief.hour.shade.map((value) => value * 0.26 + 8);
  const sink = 0.55 * strength;
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
      const shade = 1 - (bendX[x] + bendY) * (dark ? 0.13 : 0.07);
      r = (r + tone) * shade;
      g = (g + tone) * shade;
      b = (b + tone) * shade;
      const amount = ink[at];
      if (amount > 0) {
        const own = [rgb[i], rgb[i + 1], rgb[i + 2]];
        const chroma = Math.max(own[0], own[1], own[2]) - Math.min(own[0], own[1], own[2]);
        const keep = Math.min(1, chroma / 90);
        const cover =
          (amount / 255) * (fill[cell] ? 0 : lineOpacity + (1 - lineOpacity) * keep) * (0.9 + grain * 0.18);
        if (cover > 0) {
          const mixIn = sink * (1 - keep);
          r += (own[0] + (lineTone[0] + r * 0.1 - own[0]) * mixIn - r) * cover;
          g += (own[1] + (lineTone[1] + g * 0.1 - own[1]) * mixIn - g) * cover;
          b += (own[2] + (lineTone[2] + b * 0.1 - own[2]) * mixIn - b) * cover;
        }
      }
      out[i] = clamp(rgb[i] + (r - rgb[i]) * painted);
      out[i + 1] = clamp(rgb[i + 1] + (g - rgb[i + 1]) * painted);
      out[i + 2] = clamp(rgb[i + 2] + (b - rgb[i + 2]) * painted);
    }
  }
  return out;
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
      const tone = Math.min(1, Math.max(0, (grey + (bloom[at] - 0.5) * 120 - 40) / 190));
      const steps = tone * 0.55 + Math.round(tone * 4) * 0.1125;
      color[i] = 42 + 200 * steps;
      color[i + 1] = 42 + 195 * steps;
      color[i + 2] = 48 + 178 * steps;
    }
  }
}

function clamp(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5;
}
