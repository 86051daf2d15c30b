import { onMediaChange } from "../ui/browser-gifts.ts";
import type { ImageStore } from "./image-store.ts";
import type { StrokeOperation } from "./operation.ts";
import { displaySidePx, PageDisplay } from "./page-display.ts";
import type { PageState } from "./page-state.ts";
import type { Context } from "./paint.ts";

/** Painting of a long drawing gives way to the hand and the screen after so long. */
const SLICE_MS = 10;
/** A window that has not changed for so long has come to rest. */
const RESTS_MS = 200;

interface Shown {
  page: PageState;
  growing: StrokeOperation | null;
}

/** The page on the screen, painted when the browser is about to show a frame. */
export class InkScreen {
  readonly #element: HTMLElement;
  readonly #images: ImageStore;
  #display: PageDisplay;
  /** As sharp as the screen is since; takes the display's place once it shows all. */
  #sharper: PageDisplay | null = null;
  readonly #stop = new AbortController();
  #resizing = 0;
  #ratio = devicePixelRatio;
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
    this.#images = images;
    this.#display = new PageDisplay(element, displaySidePx(), images);
    this.#now = now;
    this.#progressed = progressed;
    // The window on another screen, zoomed or turned.
    const { signal } = this.#stop;
    addEventListener("resize", () => this.#later(), { signal });
    this.#followRatio();
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
    if (!isWhole || growing) return;
    // Not every browser tells of it.
    if (devicePixelRatio !== this.#ratio) this.#later();
    this.#sharpen(page, untilMs);
  }

  /** Paints the sharper display between frames, unseen. */
  #sharpen(page: PageState, untilMs: number): void {
    const sharper = this.#sharper;
    if (!sharper) return;
    if (!sharper.show(page, () => performance.now() > untilMs)) {
      this.#request = requestAnimationFrame(() => this.paint());
      return;
    }
    this.#sharper = null;
    this.#display.remove();
    this.#display = sharper;
    sharper.appear();
  }

  /** `devicePixelRatio` has no event of its own: a query for the present one ceases to hold. */
  #followRatio(): void {
    const { signal } = this.#stop;
    const forget = onMediaChange(`(resolution: ${devicePixelRatio}dppx)`, () => {
      forget();
      if (signal.aborted) return;
      this.#later();
      this.#followRatio();
    });
    signal.addEventListener("abort", forget, { once: true });
  }

  /** Once a window that is being pulled rests. */
  #later(): void {
    this.#ratio = devicePixelRatio;
    clearTimeout(this.#resizing);
    this.#resizing = window.setTimeout(() => {
      this.#sharper?.remove();
      this.#sharper = null;
      const sidePx = displaySidePx();
      if (sidePx === this.#display.sidePx) return;
      this.#sharper = new PageDisplay(this.#element, sidePx, this.#images, true);
      if (!this.#request) this.paint();
    }, RESTS_MS);
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
    this.#sharper?.paintImages();
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
    clearTimeout(this.#resizing);
    this.#stop.abort();
    this.#sharper?.remove();
    this.#display.remove();
  }
}
