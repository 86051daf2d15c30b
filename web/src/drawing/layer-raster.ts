import { CHECKPOINT_EVERY, isKept } from "./checkpoints.ts";
import type { StrokeOperation } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { paintStroke } from "./paint.ts";

type Canvas = OffscreenCanvas | HTMLCanvasElement;
type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Copies kept for going back may take this much memory. */
const CHECKPOINT_BYTES_MAX = 96 * 1024 * 1024;

interface Checkpoint {
  count: number;
  pixels: OffscreenCanvas;
}

/**
 * One layer of ink as pixels. It shows a list of items and paints no more than what differs from the list before:
 * what was added, or, going back, what stands between the nearest kept copy and the list's end.
 */
export class LayerRaster {
  readonly canvas: Canvas;
  readonly #context: Context;
  readonly #checkpointsMax: number;
  #painted: StrokeOperation[] = [];
  #checkpoints: Checkpoint[] = [];

  /** `canvas` is square, and this object's alone. */
  constructor(canvas: Canvas, context: Context) {
    this.canvas = canvas;
    this.#context = context;
    const scale = canvas.width / PAGE_SIDE;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#checkpointsMax = Math.floor(CHECKPOINT_BYTES_MAX / (4 * canvas.width * canvas.height));
  }

  /** Paints until the layer shows `items`, or `isLate` says to go on another time; true when it shows them. */
  show(items: readonly StrokeOperation[], isLate: () => boolean = () => false): boolean {
    this.#goBackTo(sharedLength(this.#painted, items));
    for (let at = this.#painted.length; at < items.length; at++) {
      if (isLate()) return false;
      const item = items[at];
      if (item) this.#paint(item);
    }
    return true;
  }

  #paint(item: StrokeOperation): void {
    paintStroke(this.#context, item);
    this.#painted.push(item);
    if (this.#painted.length % CHECKPOINT_EVERY === 0) this.#keepCopy();
  }

  #goBackTo(count: number): void {
    if (count === this.#painted.length) return;
    this.#checkpoints = this.#checkpoints.filter((checkpoint) => checkpoint.count <= count);
    const nearest = this.#checkpoints.at(-1);
    this.#context.clearRect(0, 0, PAGE_SIDE, PAGE_SIDE);
    // Its size is the canvas's: pixels come back as they were.
    if (nearest) this.#context.drawImage(nearest.pixels, 0, 0, PAGE_SIDE, PAGE_SIDE);
    this.#painted.length = nearest?.count ?? 0;
  }

  #keepCopy(): void {
    const count = this.#painted.length;
    const pixels = new OffscreenCanvas(this.canvas.width, this.canvas.height);
    pixels.getContext("2d")?.drawImage(this.canvas, 0, 0);
    this.#checkpoints = [
      ...this.#checkpoints.filter((each) => isKept(each.count, count)),
      { count, pixels },
    ].slice(-this.#checkpointsMax);
  }
}

function sharedLength(before: readonly StrokeOperation[], after: readonly StrokeOperation[]): number {
  const length = Math.min(before.length, after.length);
  for (let at = 0; at < length; at++) if (before[at] !== after[at]) return at;
  return length;
}
