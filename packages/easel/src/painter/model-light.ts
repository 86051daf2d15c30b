import { blur, distanceTo, noisePlane, smoothStep } from "./field.ts";
import type { Size } from "./field.ts";
import type { Regions } from "./regions.ts";
import type { Scene } from "./roles.ts";

/** Light on the drawn things, by cell. */
export interface ModelLight {
  /** 0 in shade to 1 in full light. */
  readonly light: Float32Array;
  /** Highlights, 0 to 1. */
  readonly shine: Float32Array;
  /** Shadow that things cast on the sheet, 0 to 1. */
  readonly shadow: Float32Array;
  /** Cells to the nearest border between shapes. */
  readonly border: Float32Array;
  /** Largest distance to the border in each shape. */
  readonly deepest: Float32Array;
  /** How far a wash strays from its edge, about -0.3 to 0.3. */
  readonly bleed: Float32Array;
  /** Direction that strokes follow, radians. */
  readonly angle: Float32Array;
}

/** Blows each shape up like a cushion and lights it. */
export function lightModel(cells: Size, regions: Regions, scene: Scene, side: number): ModelLight {
  const { width, height } = cells;
  const { label, list } = regions;
  const count = width * height;
  const isBorder = new Uint8Array(count);
  const solid = new Float32Array(count);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const own = label[at];
      if ((x + 1 < width && label[at + 1] !== own) || (y + 1 < height && label[at + width] !== own))
        isBorder[at] = 1;
      const kind = scene.role[own];
      if (kind === "object" || kind === "lamp" || kind === "pane" || kind === "eye") solid[at] = 1;
    }
  }
  const border = distanceTo(cells, isBorder);
  const deepest = new Float32Array(list.length);
  for (let at = 0; at < count; at++)
    if (border[at] < 1e5) deepest[label[at]] = Math.max(deepest[label[at]], border[at]);
  const longest = Math.max(width, height);
  const relief = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const isGround = scene.role[label[at]] === "ground";
    if (solid[at] === 0 && !isGround) continue;
    const reach = Math.max(1, Math.min(deepest[label[at]] * 1.15, longest * (isGround ? 0.3 : 0.16)));
    const inner = 1 - Math.min(1, border[at] / reach);
    relief[at] = reach * Math.sqrt(1 - inner * inner) * 0.9;
  }
  blur(cells, relief, Math.max(1, Math.round(longest / 170)));
  const bleed = noisePlane(cells, side + 77, width * 0.11, height * 0.11, 3).map(
    (value) => (value - 0.5) * 0.8,
  );
  const light = new Float32Array(count);
  const shine = new Float32Array(count);
  const angle = new Float32Array(count);
  const fallback = { x: width * (0.5 - side * 0.9), y: -height * 0.5 };
  const from = scene.glow ?? fallback;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const dx = relief[Math.min(at + 1, count - 1)] - relief[Math.max(at - 1, 0)];
      const dy = relief[Math.min(at + width, count - 1)] - relief[Math.max(at - width, 0)];
      angle[at] = Math.abs(dx) + Math.abs(dy) > 0.15 ? Math.atan2(dy, dx) + Math.PI / 2 : Number.NaN;
      if (solid[at] === 0 && scene.role[label[at]] !== "ground") continue;
      let [lx, ly] = [from.x - x, from.y - y];
      const far = Math.hypot(lx, ly) + 1e-6;
      [lx, ly] = [(lx / far) * 0.72, (ly / far) * 0.72];
      const size = Math.sqrt(dx * dx + dy * dy + 1.8);
      const facing = (-dx * lx - dy * ly + 1.34 * 0.69) / size;
      light[at] = smoothStep(-0.25, 1.02, facing);
      shine[at] = Math.max(0, facing - 0.86) ** 2 * 26;
    }
  }
  return { light, shine, shadow: castShadow(cells, solid, from, longest), border, deepest, angle, bleed };
}

function castShadow(
  cells: Size,
  solid: Float32Array,
  from: { x: number; y: number },
  longest: number,
): Float32Array {
  const { width, height } = cells;
  const soft = solid.slice();
  blur(cells, soft, Math.max(1, Math.round(longest / 60)));
  const shadow = new Float32Array(soft.length);
  const away = Math.sign(width / 2 - from.x) || 1;
  const shiftX = Math.round(away * longest * 0.035);
  const shiftY = Math.round(longest * 0.022);
  for (let y = 0, at = 0; y < height; y++) {
    const sourceY = Math.max(0, y - shiftY) * width;
    for (let x = 0; x < width; x++, at++) {
      if (solid[at]) continue;
      shadow[at] = soft[sourceY + Math.min(width - 1, Math.max(0, x - shiftX))];
    }
  }
  return shadow;
}
