/** What tests reach of the drawing room itself, inside a real browser. */
import { CanvasRenderer } from "../src/drawing/canvas-renderer.ts";
import { renderCanvas } from "../src/drawing/render-canvas.ts";

const drawing = { CanvasRenderer, renderCanvas };
export type Harness = typeof drawing;

Object.assign(window, { drawing });
