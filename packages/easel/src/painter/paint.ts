import type { Canvas } from "./brush.ts";
import { readDrawing } from "./drawing.ts";
import type { Drawing } from "./drawing.ts";
import { finish, thinWashes } from "./finish.ts";
import { findRegions } from "./regions.ts";
import { castRoles } from "./roles.ts";
import { strokeOver } from "./strokes.ts";
import { underpaint } from "./underpainting.ts";
import type { Underpainting } from "./underpainting.ts";
import type { PaintRequest } from "./paint-request.ts";
import { addWeather } from "./weather.ts";
import { readBrief } from "./words.ts";

/**
 * Paints a picture that follows the drawing and the words. Pure: the same request gives the same
 * `width * height * 3` RGB bytes. `onShare` hears how much is done, 0 to 1. Throws when the pixels do not
 * fit the size.
 */
export function paint(request: PaintRequest, onShare?: (share: number) => void): Uint8Array<ArrayBuffer> {
  const { width, height } = request;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new Error("width and height must be whole numbers from 1");
  }
  const strength = Math.min(1, Math.max(0, Number.isFinite(request.strength) ? request.strength : 0.6));
  const drawing = readDrawing(request);
  if (strength === 0) return new Uint8Array(drawing.rgb);
  const seed = Number.isFinite(request.seed) ? Math.abs(Math.floor(request.seed)) % 2 ** 31 : 0;
  const brief = readBrief(request.prompt);
  onShare?.(0.1);
  const regions = findRegions(drawing);
  onShare?.(0.3);
  const scene = castRoles(drawing, regions, brief, seed);
  const under = underpaint(drawing, regions, scene, brief, seed);
  thinWashes(under, drawing.cells.width, drawing.cells.height, brief, seed);
  onShare?.(0.55);
  const canvas = primeCanvas(drawing, under);
  strokeOver(canvas, drawing, under, brief, seed, strength);
  onShare?.(0.85);
  addWeather(canvas, under, brief, seed);
  return finish(canvas, drawing, under, brief, strength);
}

/** A full-size canvas with the underpainting on it. */
function primeCanvas(drawing: Drawing, under: Underpainting): Canvas {
  const { size, cells, scale } = drawing;
  const { width, height } = size;
  const paintPlane = new Float32Array(width * height * 3);
  const cellOfX = Int32Array.from({ length: width }, (_, x) => Math.floor(x / scale));
  const cellRowOfY = Int32Array.from({ length: height }, (_, y) => Math.floor(y / scale) * cells.width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const from = (cellRowOfY[y] + cellOfX[x]) * 3;
      paintPlane[i] = under.color[from];
      paintPlane[i + 1] = under.color[from + 1];
      paintPlane[i + 2] = under.color[from + 2];
    }
  }
  return {
    width,
    height,
    paint: paintPlane,
    relief: new Float32Array(width * height),
    piece: under.piece,
    cellOfX,
    cellRowOfY,
  };
}
