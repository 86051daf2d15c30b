import type { ImageStore } from "./image-store.ts";
import type { StrokeOperation } from "./operation.ts";
import { displaySidePx, PageDisplay } from "./page-display.ts";
import type { PageState } from "./page-state.ts";
import type { Context } from "./paint.ts";

/** Painting of a long drawing gives way to the hand and the screen after so long. */
const SLICE_MS = 10;

interface Shown {
  page: PageState;
  growing: StrokeOperation | null;
}

/** The page on the screen, painted when the browser is about to show a frame. */
export class InkScreen {
  readonly #element: HTMLElement;
  readonly #display: PageDisplay;
  readonly #now: () => Shown;
  readonly #progressed: (part: number | null) => void;
  #request = 0;
  #inputMs: number | null = null;
  #isBehind = false;

  /** `now` says what is to be seen; `progressed` hears how much of it is, while that is not all (null). */
  constructor(
    element: HTMLElement,
    images: ImageStore,
    now: () => Shown,
    progressed: (part: number | null) => void,
  ) {
    this.#element = element;
    this.#display = new PageDisplay(element, displaySidePx(), images);
    this.#now = now;
    this.#progressed = progressed;
    this.paint();
  }

  /** The page changed: shows as much of it as fits before the next frame, and the rest in the frames after. */
  paint(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    const untilMs = performance.now() + SLICE_MS;
    const { page, growing } = this.#now();
    const isWhole = this.#display.show(page, () => performance.now() > untilMs);
    if (isWhole) this.#display.grow(growing);
    else this.#request = requestAnimationFrame(() => this.paint());
    this.#isBehind = !isWhole;
    this.#progressed(isWhole ? null : this.#display.paintedPart);
  }

  /** The growing stroke got longer, by an input at `inputMs` of `performance.now()`. */
  touch(inputMs: number): void {
    if (this.#request) return;
    this.#inputMs = inputMs;
    this.#request = requestAnimationFrame(() => {
      this.paint();
      // Input to paint, for those who measure.
      if (this.#inputMs !== null) {
        this.#element.dataset.inkMs = (performance.now() - this.#inputMs).toFixed(1);
      }
    });
  }

  imagesChanged(): void {
    this.#display.paintImages();
  }

  /** Draws what is to be seen now, though no frame has shown it yet. */
  drawInto(target: Context, sidePx: number): void {
    if (this.#request && !this.#isBehind) this.paint();
    this.#display.drawInto(target, sidePx);
  }

  colourAt(x: number, y: number): string {
    return this.#display.colourAt(x, y);
  }

  remove(): void {
    cancelAnimationFrame(this.#request);
    this.#display.remove();
  }
}
