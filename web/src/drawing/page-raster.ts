import { DrawingHistory } from "./history.ts";
import { LayerRaster } from "./layer-raster.ts";
import type { Operation, StrokeOperation } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { PAPER, paintStroke } from "./paint.ts";

/** Pixels of a side: as many as the largest frame has. */
const SIDE_PX = 1024;

/**
 * The drawing as the painter gets it. Its pixels depend on the log alone, never on a screen, and all are made by the
 * processor: the same operations give the same bytes, live and years later, in one browser.
 */
export class PageRaster {
  readonly #history = new DrawingHistory();
  readonly #ink = readable(SIDE_PX);
  readonly #withGrowing = readable(SIDE_PX);
  readonly #layer = new LayerRaster(this.#ink.canvas, this.#ink);

  static of(operations: Iterable<Operation>): PageRaster {
    const page = new PageRaster();
    for (const operation of operations) page.apply(operation);
    return page;
  }

  apply(operation: Operation): void {
    this.#history.apply(operation);
  }

  /** The page with a stroke that still grows, on white paper or on none. */
  draw(sidePx: number, growing: StrokeOperation | null, hasPaper = true): OffscreenCanvas {
    this.#layer.show(this.#history.visibleStrokes());
    const target = readable(sidePx, { alpha: !hasPaper });
    if (hasPaper) {
      target.fillStyle = PAPER;
      target.fillRect(0, 0, sidePx, sidePx);
    }
    target.imageSmoothingQuality = "high";
    target.drawImage(growing ? this.#inkWith(growing) : this.#ink.canvas, 0, 0, sidePx, sidePx);
    return target.canvas;
  }

  #inkWith(growing: StrokeOperation): OffscreenCanvas {
    const context = this.#withGrowing;
    context.resetTransform();
    context.globalCompositeOperation = "copy";
    context.drawImage(this.#ink.canvas, 0, 0);
    context.scale(SIDE_PX / PAGE_SIDE, SIDE_PX / PAGE_SIDE);
    paintStroke(context, growing);
    return context.canvas;
  }
}

/** A canvas that stays with the processor: a graphics card would round its edges differently. */
function readable(
  sidePx: number,
  settings: CanvasRenderingContext2DSettings = {},
): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(sidePx, sidePx).getContext("2d", {
    ...settings,
    willReadFrequently: true,
  });
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
