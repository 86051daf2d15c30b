import { distanceTo } from "./field.ts";
import type { Size } from "./field.ts";
import type { PaintRequest } from "./paint-request.ts";

/** A drawing taken apart. "Cell" planes are `scale` times smaller than the picture. */
export interface Drawing {
  readonly size: Size;
  /** RGB of the drawing laid on white, full size. */
  readonly rgb: Uint8Array;
  /** How much each full-size pixel differs from the paper, 0 to 255. */
  readonly ink: Uint8Array;
  readonly scale: number;
  readonly cells: Size;
  /** 1 where a cell holds any line. */
  readonly line: Uint8Array;
  /** 1 where a cell lies in a filled area rather than a line. */
  readonly fill: Uint8Array;
  /** How much of each cell is ink, 0 to 1. */
  readonly coverage: Float32Array;
  /** Mean ink colour of each cell, 3 a cell; 0 without ink. */
  readonly cellColor: Float32Array;
  /** True when there is nothing drawn. */
  readonly blank: boolean;
}

/** Tells ink from paper, and filled areas from lines. */
export function readDrawing(request: PaintRequest): Drawing {
  const { width, height } = request;
  const count = width * height;
  const rgb = flatten(request.pixels, count);
  const paper = paperColor(rgb);
  const ink = new Uint8Array(count);
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const difference = Math.max(
      Math.abs(rgb[at] - paper[0]),
      Math.abs(rgb[at + 1] - paper[1]),
      Math.abs(rgb[at + 2] - paper[2]),
    );
    ink[i] = difference <= 18 ? 0 : Math.min(255, (difference - 18) * 3.2);
  }
  const longest = Math.max(width, height);
  const scale = longest <= 128 ? 1 : Math.max(2, Math.ceil(longest / 1024));
  const cells = { width: Math.ceil(width / scale), height: Math.ceil(height / scale) };
  const line = new Uint8Array(cells.width * cells.height);
  const coverage = new Float32Array(line.length);
  const cellColor = new Float32Array(line.length * 3);
  let inked = 0;
  for (let cy = 0, cell = 0; cy < cells.height; cy++) {
    const bottom = Math.min(height, (cy + 1) * scale);
    for (let cx = 0; cx < cells.width; cx++, cell++) {
      const right = Math.min(width, (cx + 1) * scale);
      let [r, g, b, weight] = [0, 0, 0, 0];
      for (let y = cy * scale; y < bottom; y++) {
        for (let x = cx * scale; x < right; x++) {
          const i = y * width + x;
          const amount = ink[i];
          if (amount < 40) continue;
          weight += amount;
          r += rgb[i * 3] * amount;
          g += rgb[i * 3 + 1] * amount;
          b += rgb[i * 3 + 2] * amount;
        }
      }
      if (weight < 70) continue;
      line[cell] = 1;
      coverage[cell] = weight / ((bottom - cy * scale) * (right - cx * scale) * 255);
      inked++;
      cellColor[cell * 3] = r / weight;
      cellColor[cell * 3 + 1] = g / weight;
      cellColor[cell * 3 + 2] = b / weight;
    }
  }
  const fill = takeFills(cells, line, coverage);
  return {
    size: { width, height },
    rgb,
    ink,
    scale,
    cells,
    line,
    fill,
    coverage,
    cellColor,
    blank: inked === 0,
  };
}

function flatten(pixels: Uint8Array, count: number): Uint8Array {
  if (pixels.length === count * 3) return pixels;
  if (pixels.length !== count * 4)
    throw new Error("pixels must hold 3 or 4 bytes for each of width * height");
  const rgb = new Uint8Array(count * 3);
  for (let i = 0, from = 0, to = 0; i < count; i++, from += 4, to += 3) {
    const alpha = pixels[from + 3];
    const white = 255 - alpha;
    rgb[to] = (pixels[from] * alpha) / 255 + white;
    rgb[to + 1] = (pixels[from + 1] * alpha) / 255 + white;
    rgb[to + 2] = (pixels[from + 2] * alpha) / 255 + white;
  }
  return rgb;
}

/** The commonest colour where it covers enough of the sheet, else white. */
function paperColor(rgb: Uint8Array): readonly [number, number, number] {
  const bins = new Uint32Array(4096);
  const stride = Math.max(1, Math.floor(rgb.length / 3 / 20_000));
  let samples = 0;
  for (let i = 0; i < rgb.length; i += stride * 3, samples++) {
    bins[((rgb[i] >> 4) << 8) | ((rgb[i + 1] >> 4) << 4) | (rgb[i + 2] >> 4)]++;
  }
  let best = 4095;
  for (let bin = 0; bin < bins.length; bin++) if (bins[bin] > bins[best]) best = bin;
  if (bins[best] < samples * 0.3) return [255, 255, 255];
  const level = (nibble: number): number => (nibble === 15 ? 255 : nibble * 17);
  return [level(best >> 8), level((best >> 4) & 15), level(best & 15)];
}

/** Moves cells deep inside ink, and those around them, from `line` to the plane it returns. */
function takeFills(cells: Size, line: Uint8Array, coverage: Float32Array): Uint8Array {
  const reach = 2 + Math.max(cells.width, cells.height) * 0.02;
  const outside = line.map((inked) => (inked ? 0 : 1));
  const depth = distanceTo(cells, outside);
  const core = new Uint8Array(line.length);
  for (let i = 0; i < line.length; i++) core[i] = depth[i] > reach && depth[i] < 1e5 ? 1 : 0;
  if (!outside.includes(1)) core.fill(1);
  const toCore = distanceTo(cells, core);
  const fill = new Uint8Array(line.length);
  for (let i = 0; i < line.length; i++) {
    // A cell only partly inked stays a line: the line is drawn at full size and keeps the edge smooth.
    if (!line[i] || toCore[i] > reach + 1.5 || coverage[i] < 0.7) continue;
    fill[i] = 1;
    line[i] = 0;
  }
  return fill;
}
