import { prefersStill } from "../page/preferences.ts";

const FADE_MS = 120;

export interface PictureLabel {
  epoch: number;
  seq: number;
  version: number;
}

interface FaderHandlers {
  firstShown(): void;
  /** The canvas looks different now. */
  painted(): void;
  decoded(decodeMs: number): void;
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
  readonly #handlers: FaderHandlers;
  #next: ImageBitmap | null = null;
  #startedMs = 0;
  #request = 0;
  #arrived = 0;
  #newestShown = 0;
  #livePictures = 0;
  #stopped = false;

  constructor(canvas: HTMLCanvasElement, handlers: FaderHandlers) {
    this.#canvas = canvas;
    this.#context = opaqueContext(canvas);
    this.#from = document.createElement("canvas");
    this.#from.width = canvas.width;
    this.#from.height = canvas.height;
    this.#fromContext = opaqueContext(this.#from);
    this.#handlers = handlers;
    canvas.dataset.shown = "0";
  }

  /** A picture kept from before: shown at once, unless a live one was quicker. */
  async showKept(image: Blob): Promise<void> {
    const bitmap = await createImageBitmap(image);
    if (this.#arrived > 0 || this.#stopped) return bitmap.close();
    this.#draw(bitmap, 1);
    bitmap.close();
    this.#canvas.dataset.kept = "true";
    this.#handlers.firstShown();
  }

  async showLive(image: Blob, label: PictureLabel): Promise<void> {
    const startedMs = performance.now();
    if (!(await this.#show(image))) return;
    this.#handlers.decoded(performance.now() - startedMs);
    this.#livePictures += 1;
    const { dataset } = this.#canvas;
    dataset.epoch = String(label.epoch);
    dataset.seq = String(label.seq);
    dataset.version = String(label.version);
    dataset.shown = String(this.#livePictures);
    this.#handlers.firstShown();
  }

  /** A picture that a person chose to go on from: newer than all that came before. */
  async showChosen(image: Blob): Promise<void> {
    if (await this.#show(image)) this.#handlers.firstShown();
  }

  stop(): void {
    this.#stopped = true;
    cancelAnimationFrame(this.#request);
    this.#next?.close();
    this.#next = null;
  }

  /** False when a newer picture was decoded first. */
  async #show(image: Blob): Promise<boolean> {
    const place = ++this.#arrived;
    const bitmap = await createImageBitmap(image);
    if (place < this.#newestShown || this.#stopped) {
      bitmap.close();
      return false;
    }
    const isFirst = this.#newestShown === 0 && !this.#canvas.dataset.kept;
    this.#newestShown = place;
    this.#blendTo(bitmap, isFirst);
    return true;
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
    this.#handlers.painted();
  }
}

function opaqueContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
