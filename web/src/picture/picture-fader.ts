import { prefersStill } from "../page/preferences.ts";

const FADE_MS = 120;

export interface PictureLabel {
  epoch: number;
  seq: number;
  version: number;
}

/**
 * One canvas that always holds the newest picture: it blends from what is there to what came, never blank and never
 * back to an older one, even when a later picture is decoded first.
 */
export class PictureFader {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #from: HTMLCanvasElement;
  readonly #fromContext: CanvasRenderingContext2D;
  readonly #firstShown: () => void;
  #next: ImageBitmap | null = null;
  #startedMs = 0;
  #request = 0;
  #arrived = 0;
  #newestShown = 0;
  #livePictures = 0;

  constructor(canvas: HTMLCanvasElement, firstShown: () => void) {
    this.#canvas = canvas;
    this.#context = opaqueContext(canvas);
    this.#from = document.createElement("canvas");
    this.#from.width = canvas.width;
    this.#from.height = canvas.height;
    this.#fromContext = opaqueContext(this.#from);
    this.#firstShown = firstShown;
    canvas.dataset.shown = "0";
  }

  /** A picture kept from before: shown at once, unless a live one was quicker. */
  async showKept(image: Blob): Promise<void> {
    const bitmap = await createImageBitmap(image);
    if (this.#arrived > 0) return bitmap.close();
    this.#draw(bitmap, 1);
    bitmap.close();
    this.#canvas.dataset.kept = "true";
    this.#firstShown();
  }

  async showLive(image: Blob, label: PictureLabel): Promise<void> {
    const place = ++this.#arrived;
    const bitmap = await createImageBitmap(image);
    if (place < this.#newestShown) return bitmap.close();
    const isFirst = this.#newestShown === 0 && !this.#canvas.dataset.kept;
    this.#newestShown = place;
    this.#blendTo(bitmap, isFirst);
    this.#livePictures += 1;
    const { dataset } = this.#canvas;
    dataset.epoch = String(label.epoch);
    dataset.seq = String(label.seq);
    dataset.version = String(label.version);
    dataset.shown = String(this.#livePictures);
    this.#firstShown();
  }

  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#next?.close();
    this.#next = null;
  }

  #blendTo(bitmap: ImageBitmap, isFirst: boolean): void {
    this.#next?.close();
    this.#next = null;
    cancelAnimationFrame(this.#request);
    if (isFirst || prefersStill()) {
      this.#draw(bitmap, 1);
      bitmap.close();
      return;
    }
    this.#fromContext.drawImage(this.#canvas, 0, 0);
    this.#next = bitmap;
    this.#startedMs = performance.now();
    this.#request = requestAnimationFrame(() => this.#step());
  }

  #step(): void {
    const bitmap = this.#next;
    if (!bitmap) return;
    const part = Math.min(1, (performance.now() - this.#startedMs) / FADE_MS);
    this.#context.globalAlpha = 1;
    this.#context.drawImage(this.#from, 0, 0);
    this.#draw(bitmap, part);
    if (part < 1) {
      this.#request = requestAnimationFrame(() => this.#step());
      return;
    }
    bitmap.close();
    this.#next = null;
  }

  #draw(bitmap: ImageBitmap, alpha: number): void {
    this.#context.globalAlpha = alpha;
    this.#context.imageSmoothingQuality = "high";
    this.#context.drawImage(bitmap, 0, 0, this.#canvas.width, this.#canvas.height);
    this.#context.globalAlpha = 1;
  }
}

function opaqueContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
