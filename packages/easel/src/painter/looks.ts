import { blur } from "./field.ts";
import type { Size } from "./field.ts";
import { mix, multiply } from "./palette.ts";
import type { Regions } from "./regions.ts";
import type { Scene } from "./roles.ts";
import type { Brief } from "./words.ts";

/** Makes flat sheets of coloured paper of the pieces, each throwing a shadow on the one below. */
export function cutPaper(
  { width, height }: Size,
  regions: Regions,
  color: Float32Array,
  piece: Int32Array,
  isThing: Uint8Array,
  scene: Scene,
  brief: Brief,
): void {
  const { label } = regions;
  const reach = Math.max(2, Math.round(Math.max(width, height) / 70));
  // Sky and ground in bands, as of sheets laid over each other.
  const band = Math.max(4, Math.round(height / 7));
  for (let at = 0; at < label.length; at++) {
    const i = at * 3;
    if (isThing[at]) {
      // A lit window keeps its light.
      if (piece[at] < 0) continue;
      const flat = multiply(scene.color[label[at]], mix(brief.hour.shade, brief.hour.light, 0.86));
      for (let c = 0; c < 3; c++) color[i + c] = flat[c];
      continue;
    }
    const [x, y] = [at % width, Math.floor(at / width)];
    const wave = Math.round(Math.sin((x / width) * 7 + Math.floor(y / band)) * band * 0.3);
    const row = Math.min(height - 1, Math.max(0, Math.floor((y + wave) / band) * band + (band >> 1)));
    const from = (row * width + (width >> 1)) * 3;
    // The band keeps to its own piece: a row of another one would tear the sheet.
    const isOwn = !isThing[from / 3] && piece[from / 3] === piece[at];
    for (let c = 0; c < 3; c++)
      color[i + c] = isOwn ? color[from + c] * 0.85 + color[i + c] * 0.15 : color[i + c];
  }
  const flat = color.slice();
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const own = label[at];
      // Light from the top left: what lies up there and on top throws its shadow here.
      let shade = 0;
      for (let step = 1; step <= reach; step++) {
        const [fromX, fromY] = [x - step, y - step];
        if (fromX < 0 || fromY < 0) break;
        const other = fromY * width + fromX;
        const isAbove =
          isThing[other] &&
          label[other] !== own &&
          (!isThing[at] || regions.list[label[other]].area < regions.list[own].area);
        if (isAbove) shade = Math.max(shade, 1 - step / (reach + 1));
      }
      const isRim = isThing[at] && x > 0 && y > 0 && label[at - width] !== own;
      const light = 1 - shade * 0.42 + (isRim ? 0.14 : 0);
      for (let c = at * 3; c < at * 3 + 3; c++) color[c] = flat[c] * light;
    }
  }
}

/** Puts what is not a thing out of focus, as a lens does. */
export function softenBackground(cells: Size, color: Float32Array, isThing: Uint8Array): void {
  const count = cells.width * cells.height;
  const radius = Math.max(1, Math.round(Math.max(cells.width, cells.height) / 64));
  const weight = Float32Array.from(isThing, (thing) => (thing ? 0 : 1));
  const planes = [0, 1, 2].map((c) =>
    Float32Array.from({ length: count }, (_, at) => color[at * 3 + c] * weight[at]),
  );
  blur(cells, weight, radius);
  for (const plane of planes) blur(cells, plane, radius);
  for (let at = 0; at < count; at++) {
    if (isThing[at] || weight[at] < 0.01) continue;
    for (let c = 0; c < 3; c++) color[at * 3 + c] = planes[c][at] / weight[at];
  }
}
