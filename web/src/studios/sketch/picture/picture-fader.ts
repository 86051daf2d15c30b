import { prefersStill } from "../../../app/preferences.ts";

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
 * One canvas that always holds the newest picture. What was there before lies over it and fades by the compositor's hand,
 * so that no pixel is painted for the blend: never blank and never back to an older one, even when a later picture is
 * decoded first.
 */
export class PictureFader {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #veil: HTMLCanvasElement;
  readonly #veilContext: CanvasRenderingContext2D;
  readonly #handlers: FaderHandlers;
  #fade: Animation | null = null;
  #arrived = 0;
  #newestShown = 0;
  #livePictures = 0;
  #stopped = false;

  /** Puts a canvas of its own right over `canvas`, into the same parent. */
  constructor(canvas: HTMLCanvasElement, handlers: FaderHandlers) {
    this.#canvas = canvas;
    this.#context = opaqueContext(canvas);
    this.#veil = document.createElement("canvas");
    this.#veil.className = "pointer-events-none absolute inset-0 size-full";
    this.#veil.ariaHidden = "true";
    this.#veil.hidden = true;
    this.#veilContext = opaqueContext(this.#veil);
    canvas.after(this.#veil);
    this.#handlers = handlers;
    canvas.dataset.shown = "0";
  }

  /** A picture kept from before: shown at once, unless a live one was quicker. */
  async showKept(image: Blob): Promise<void> {
    const bitmap = await createImageBitmap(image);
    if (this.#arrived > 0 || this.#stopped) return bitmap.close();
    this.#draw(bitmap);
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
    this.#fade?.cancel();
    this.#veil.remove();
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
    if (!isFirst && !prefersStill()) this.#coverWithWhatIsSeen();
    this.#draw(bitmap);
    return true;
  }

  #coverWithWhatIsSeen(): void {
    // Of a fade that still runs, what is seen is a blend of both canvases.
    const left = this.#fade ? 1 - Number(this.#fade.currentTime ?? FADE_MS) / FADE_MS : 0;
    this.#fade?.cancel();
    const { width, height } = this.#canvas;
    if (left <= 0) resize(this.#veil, width, height);
    this.#veilContext.globalAlpha = 1 - Math.max(0, Math.min(1, left));
    this.#veilContext.drawImage(this.#canvas, 0, 0, this.#veil.width, this.#veil.height);
    this.#veil.hidden = false;
    const fade = this.#veil.animate({ opacity: [1, 0] }, FADE_MS);
    this.#fade = fade;
    fade.addEventListener("finish", () => {
      if (this.#fade !== fade) return;
      this.#fade = null;
      this.#veil.hidden = true;
    });
  }

  /** Pixel for pixel: to scale it is the compositor's work too. */
  #draw(bitmap: ImageBitmap): void {
    resize(this.#canvas, bitmap.width, bitmap.height);
    this.#context.drawImage(bitmap, 0, 0);
    bitmap.close();
    this.#handlers.painted();
  }
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  // Even to the size it has, it would be emptied.
  if (canvas.width === width && canvas.height === height) return;
  canvas.width = width;
  canvas.height = height;
}

function opaqueContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
