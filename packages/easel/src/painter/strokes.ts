import { layMark } from "./brush.ts";
import type { Canvas, Mark } from "./brush.ts";
import type { Drawing } from "./drawing.ts";
import { noisePlane } from "./field.ts";
import { seededRandom } from "./seeded-random.ts";
import type { Underpainting } from "./underpainting.ts";
import type { Brief } from "./words.ts";

/** One pass of the brush; lengths for a picture of 512 pixels. */
interface Pass {
  readonly length: number;
  readonly width: number;
  readonly spacing: number;
  readonly opacity: number;
  /** `all` of the sheet, only drawn `things`, or only near the `edges` of shapes. */
  readonly where: "all" | "things" | "edges";
}

const passes: Record<Brief["look"], readonly Pass[]> = {
  oil: [
    { length: 46, width: 15, spacing: 10.5, opacity: 0.85, where: "all" },
    { length: 26, width: 8, spacing: 6.5, opacity: 0.8, where: "things" },
    { length: 15, width: 4.5, spacing: 5.5, opacity: 0.75, where: "edges" },
  ],
  gouache: [
    { length: 60, width: 22, spacing: 17, opacity: 0.6, where: "all" },
    { length: 24, width: 9, spacing: 9, opacity: 0.55, where: "things" },
  ],
  watercolour: [{ length: 90, width: 40, spacing: 32, opacity: 0.22, where: "all" }],
  ink: [{ length: 80, width: 26, spacing: 22, opacity: 0.3, where: "all" }],
  papercut: [],
  photo: [{ length: 20, width: 9, spacing: 9, opacity: 0.22, where: "all" }],
};

/** Paints over the underpainting with marks that follow the shapes. `freedom` 0 to 1 loosens the hand. */
export function strokeOver(
  canvas: Canvas,
  drawing: Drawing,
  under: Underpainting,
  brief: Brief,
  seed: number,
  freedom: number,
): void {
  const { cells, scale } = drawing;
  const { color, piece, isThing, isSky, model } = under;
  const size = Math.max(canvas.width, canvas.height) / 512;
  const sway = noisePlane(cells, (seed ^ 777) >>> 0, cells.width * 0.2, cells.height * 0.2, 2);
  const random = seededRandom((seed ^ brief.salt ^ 0x5bd1) >>> 0);
  const mark: Mark = {
    x: 0,
    y: 0,
    angle: 0,
    length: 0,
    width: 0,
    r: 0,
    g: 0,
    b: 0,
    opacity: 0,
    variant: 0,
    piece: 0,
  };
  for (const pass of passes[brief.look]) {
    const spacing = Math.max(2, pass.spacing * size);
    const columns = Math.ceil(canvas.width / spacing);
    const rows = Math.ceil(canvas.height / spacing);
    const total = columns * rows;
    const stride = coprime(total);
    for (let index = 0, slot = 0; index < total; index++, slot = (slot + stride) % total) {
      const jitterX = random();
      const jitterY = random();
      const chance = random();
      const x = ((slot % columns) + jitterX) * spacing;
      const y = (Math.floor(slot / columns) + jitterY) * spacing;
      if (x >= canvas.width || y >= canvas.height) continue;
      const cell = Math.floor(y / scale) * cells.width + Math.floor(x / scale);
      const border = model.border[cell] * scale;
      if (pass.where === "things" && !isThing[cell] && border > 14 * size) continue;
      if (pass.where === "edges" && border > 9 * size) continue;
      const follow = model.angle[cell];
      const drift = (sway[cell] - 0.5) * (isThing[cell] ? 1.2 : isSky[cell] ? 1.5 : 0.8);
      mark.angle = (Number.isNaN(follow) ? 0 : follow) + drift + (chance - 0.5) * 0.5 * freedom;
      const loose = 0.75 + 0.5 * chance;
      mark.length = Math.max(3, pass.length * size * loose);
      mark.width = Math.max(1.5, pass.width * size * (1.25 - 0.4 * chance));
      const value = (jitterX - 0.5) * 20 * (0.5 + freedom);
      const warmth = (jitterY - 0.5) * 12 * (0.5 + freedom);
      mark.x = x;
      mark.y = y;
      mark.r = color[cell * 3] + value + warmth;
      mark.g = color[cell * 3 + 1] + value;
      mark.b = color[cell * 3 + 2] + value - warmth;
      mark.opacity = pass.opacity;
      mark.variant = index;
      mark.piece = piece[cell];
      layMark(canvas, mark);
    }
  }
}

/** A step that visits every slot once, far from its neighbours each time. */
function coprime(total: number): number {
  let step = Math.max(1, Math.floor(total * 0.618));
  while (gcd(step, total) !== 1) step++;
  return step;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
