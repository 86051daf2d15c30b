import { CHECKPOINT_EVERY, isKept } from "./checkpoints.ts";
import type { InkItem, StrokeOperation } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { boxOf, paintItem, type Box, type Context } from "./paint.ts";

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
  readonly #context: Context;
  readonly #copySettings: CanvasRenderingContext2DSettings;
  readonly #scale: number;
  #painted: InkItem[] = [];
  #checkpoints: Checkpoint[] = [];
  /** The layer without the stroke that grows on it; null when it must be copied anew. */
  #settled: OffscreenCanvas | null = null;
  #growingBox: Box | null = null;

  /** `context` is of a square canvas, and this object's alone; copies of it are made with `settings`. */
  constructor(context: Context, settings: CanvasRenderingContext2DSettings = {}) {
    this.#context = context;
    this.#copySettings = settings;
    this.#scale = context.canvas.width / PAGE_SIDE;
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
  }

  get canvas(): OffscreenCanvas | HTMLCanvasElement {
    return this.#context.canvas;
  }

  get paintedCount(): number {
    return this.#painted.length;
  }

  /** Paints until the layer shows `items`, or `isLate` says to go on another time; true when it shows them. */
  show(items: readonly InkItem[], isLate: () => boolean = () => false): boolean {
    const shared = sharedLength(this.#painted, items);
    if (shared === this.#painted.length && shared === items.length) return true;
    this.grow(null);
    this.#settled = null;
    this.#goBackTo(shared);
    for (let at = this.#painted.length; at < items.length; at++) {
      if (isLate()) return false;
      const item = items[at];
      if (item) this.#paint(item);
    }
    return true;
  }

  /** Shows a stroke that still grows above the items; null takes it away again. */
  grow(stroke: StrokeOperation | null): void {
    if (this.#growingBox) this.#restore(this.#growingBox);
    this.#growingBox = null;
    if (!stroke) return;
    this.#settled ??= this.#copy();
    this.#growingBox = boxOf(stroke);
    paintItem(this.#context, stroke);
  }

  /** Red, green, blue and cover, 0 to 255, of one of its pixels. */
  pixelAt(x: number, y: number): Uint8ClampedArray {
    return this.#context.getImageData(x, y, 1, 1).data;
  }

  #paint(item: InkItem): void {
    paintItem(this.#context, item);
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
    const { width, height } = this.canvas;
    const most = Math.floor(CHECKPOINT_BYTES_MAX / (4 * width * height));
    const kept = this.#checkpoints.filter((each) => isKept(each.count, count));
    this.#checkpoints = [...kept, { count, pixels: this.#copy() }].slice(-most);
  }

  #copy(): OffscreenCanvas {
    const { width, height } = this.canvas;
    const copy = new OffscreenCanvas(width, height);
    copy.getContext("2d", this.#copySettings)?.drawImage(this.canvas, 0, 0);
    return copy;
  }

  /** Puts the settled pixels back, whole ones, so that nothing is mixed. */
  #restore(box: Box): void {
    const { width } = this.canvas;
    const left = Math.max(0, Math.floor(box.left * this.#scale));
    const top = Math.max(0, Math.floor(box.top * this.#scale));
    const across = Math.min(width, Math.ceil(box.right * this.#scale)) - left;
    const down = Math.min(width, Math.ceil(box.bottom * this.#scale)) - top;
    if (!this.#settled || across <= 0 || down <= 0) return;
    const context = this.#context;
    context.resetTransform();
    context.clearRect(left, top, across, down);
    context.drawImage(this.#settled, left, top, across, down, left, top, across, down);
    context.setTransform(this.#scale, 0, 0, this.#scale, 0, 0);
  }
}

function sharedLength(before: readonly InkItem[], after: readonly InkItem[]): number {
  const length = Math.min(before.length, after.length);
  for (let at = 0; at < length; at++) if (before[at] !== after[at]) return at;
  return length;
}
