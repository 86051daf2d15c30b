import type { Size } from "./field.ts";
import type { Regions } from "./regions.ts";
import type { Scene } from "./roles.ts";

const panePiece = -101;

/** Lights windows in what stands in a city after dark: a grid in every building, some of it lit. */
export function cityLights(
  { width, height }: Size,
  regions: Regions,
  scene: Scene,
  color: Float32Array,
  piece: Int32Array,
  isThing: Uint8Array,
  border: Float32Array,
  seed: number,
): void {
  const pitchX = Math.max(4, Math.round(width / 40));
  const pitchY = Math.max(5, Math.round(height / 30));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const region = regions.list[regions.label[at]];
      const kind = scene.role[region.id];
      // A skyline that reaches the edges of the sheet was taken for ground.
      const isSkyline = kind === "ground" && region.top < height * 0.5;
      const [w, h] = [region.right - region.left, region.bottom - region.top];
      const isTall = h > w * 0.6 && h > height * 0.2;
      const isBuilding = (kind === "object" && !region.drawn && isTall) || isSkyline;
      if (!isBuilding || x - region.left < 3 || region.right - x < 3 || y - region.top < 4) continue;
      if (isSkyline && y > region.top + (height - region.top) * 0.8) continue;
      // No window across an outline.
      if (border[at] < 3) continue;
      const [column, row] = [Math.floor(x / pitchX), Math.floor(y / pitchY)];
      const isPane =
        x % pitchX >= pitchX * 0.35 &&
        x % pitchX < pitchX * 0.8 &&
        y % pitchY >= pitchY * 0.3 &&
        y % pitchY < pitchY * 0.75;
      const hash =
        Math.imul((column * 73856093) ^ (row * 19349663) ^ Math.imul(seed + 1, 83492791), 0x2c1b3c6d) >>> 0;
      const i = at * 3;
      if (!isPane || hash % 100 > 46) {
        for (let c = i; c < i + 3; c++) color[c] *= 0.72;
        continue;
      }
      // A piece of its own: the brush neither smears it nor paints it over, and a lens holds it sharp.
      piece[at] = panePiece;
      isThing[at] = 1;
      const warm = hash % 3 !== 0;
      color[i] = warm ? 255 : 120;
      color[i + 1] = warm ? 206 : 230;
      color[i + 2] = warm ? 120 : 255;
    }
  }
}
