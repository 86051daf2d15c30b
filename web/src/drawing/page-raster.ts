import { DrawingHistory } from "./history.ts";
import { flood } from "./flood.ts";
import { ImageStore } from "./image-store.ts";
import { LayerRaster } from "./layer-raster.ts";
import type { InkLayer, Operation, StrokeOperation } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { PAPER } from "./paint.ts";
import { paintImages } from "./paint-images.ts";
import { ringsOf } from "./rings.ts";

/** Pixels of a side: as many as the largest frame has. */
const SIDE_PX = 1024;
/** Ink that covers at least as much is replaced by a fill; below thinner ink it is put under. */
const COVERED = 128;
/** How far a fill goes under the lines around it, where ink hides it, and over them, where it hides ink. */
const RIM_UNDER_PX = 3;
const RIM_OVER_PX = 1;

/** What a fill covers; see `FillOperation`. */
export interface FilledArea {
  rings: number[][];
  isUnder: boolean;
}

/**
 * The drawing as the painter gets it. Its pixels depend on the log alone, never on a screen, and all are made by the
 * processor: the same operations give the same bytes, live and years later, in one browser.
 */
export class PageRaster {
  readonly #history = new DrawingHistory();
  readonly #images = new ImageStore();
  readonly #layers = new Map<number, LayerRaster>();

  static of(operations: Iterable<Operation>): PageRaster {
    const page = new PageRaster();
    for (const operation of operations) page.apply(operation);
    return page;
  }

  apply(operation: Operation): void {
    this.#images.add(operation);
    this.#history.apply(operation);
  }

  /** The page with a stroke that still grows, on white paper or on none. */
  async draw(sidePx: number, growing: StrokeOperation | null, hasPaper = true): Promise<OffscreenCanvas> {
    await this.#images.settled();
    const target = readable(sidePx, { alpha: !hasPaper });
    if (hasPaper) {
      target.fillStyle = PAPER;
      target.fillRect(0, 0, sidePx, sidePx);
    }
    paintImages(target, sidePx, this.#history.page.images, this.#images);
    this.#paintInk(target, sidePx, growing);
    return target.canvas;
  }

  /** What a flood from a point of the page finds, in the ink that is seen; null outside the page. */
  flood(x: number, y: number, layer: InkLayer): FilledArea | null {
    const [left, top] = [Math.floor((x * SIDE_PX) / PAGE_SIDE), Math.floor((y * SIDE_PX) / PAGE_SIDE)];
    if (left < 0 || top < 0 || left >= SIDE_PX || top >= SIDE_PX) return null;
    const ink = readable(SIDE_PX);
    this.#paintInk(ink, SIDE_PX, null);
    const { data } = ink.getImageData(0, 0, SIDE_PX, SIDE_PX);
    const cover = this.#show(layer, null)?.pixelAt(left, top)[3] ?? 0;
    const isUnder = cover < COVERED;
    const mask = flood({ data, sidePx: SIDE_PX }, left, top, isUnder ? RIM_UNDER_PX : RIM_OVER_PX);
    return { rings: ringsOf(mask, SIDE_PX), isUnder };
  }

  #paintInk(
    target: OffscreenCanvasRenderingContext2D,
    sidePx: number,
    growing: StrokeOperation | null,
  ): void {
    target.imageSmoothingQuality = "high";
    for (const [at, { opacity, isHidden }] of this.#history.page.ink.entries()) {
      if (isHidden) continue;
      const layer = this.#show(at, growing);
      if (!layer) continue;
      target.globalAlpha = opacity;
      target.drawImage(layer.canvas, 0, 0, sidePx, sidePx);
    }
    target.globalAlpha = 1;
  }

  #show(at: number, growing: StrokeOperation | null): LayerRaster | null {
    const items = this.#history.page.ink[at]?.items ?? [];
    const grows = growing && (growing.layer ?? 0) === at ? growing : null;
    const known = this.#layers.get(at);
    if (!known && !items.length && !grows) return null;
    const layer = known ?? new LayerRaster(readable(SIDE_PX), READABLE);
    this.#layers.set(at, layer);
    layer.show(items);
    layer.grow(grows);
    return layer;
  }
}

/** A canvas that stays with the processor: a graphics card would round its edges differently. */
const READABLE = { willReadFrequently: true } as const;

function readable(
  sidePx: number,
  settings: CanvasRenderingContext2DSettings = {},
): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(sidePx, sidePx).getContext("2d", {
    ...settings,
    ...READABLE,
  });
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
