import { LayerRaster } from "./layer-raster.ts";
import type { ImageStore } from "./image-store.ts";
import { INK_LAYERS, type StrokeOperation } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { EMPTY_PAGE, type ImageState, type PageState } from "./page-state.ts";
import { PAPER, type Context } from "./paint.ts";
import { paintImages } from "./paint-images.ts";

/** Fewer pixels than this would look soft when the page is looked at closely. */
const MIN_SIDE_PX = 1024;
/** More would cost memory that no eye gains from. */
const MAX_SIDE_PX = 2048;

/** Pixels of a side that this screen can show of the whole page. */
export function displaySidePx(): number {
  const { innerWidth, innerHeight, devicePixelRatio } = window;
  const screenPx = Math.round(Math.min(innerWidth, innerHeight) * devicePixelRatio);
  return Math.min(MAX_SIDE_PX, Math.max(MIN_SIDE_PX, screenPx));
}

/** The page on the screen: one canvas for all images and one for each layer of ink, made when first needed. */
export class PageDisplay {
  readonly sidePx: number;
  readonly #element: HTMLElement;
  readonly #canvases: HTMLCanvasElement[] = [];
  #isHidden: boolean;
  readonly #images: ImageStore;
  readonly #under: CanvasRenderingContext2D;
  readonly #layers = new Map<number, LayerRaster>();
  #page = EMPTY_PAGE();
  #paintedImages: readonly ImageState[] = [];

  /** Puts its canvases into `element`, one on the other; `isHidden` until it is told to appear. */
  constructor(element: HTMLElement, sidePx: number, images: ImageStore, isHidden = false) {
    this.#element = element;
    this.sidePx = sidePx;
    this.#isHidden = isHidden;
    this.#images = images;
    this.#under = this.#addCanvas();
    this.paintImages();
  }

  /** Shows `page` if that can be done before `isLate` says otherwise; false: call again to go on. */
  show(page: PageState, isLate?: () => boolean): boolean {
    this.#page = page;
    if (page.images !== this.#paintedImages) this.paintImages();
    for (const at of INK_LAYERS) {
      const layer = page.ink[at];
      if (!layer) continue;
      const raster = layer.items.length ? this.#layer(at) : this.#layers.get(at);
      if (!raster) continue;
      const { style } = raster.canvas as HTMLCanvasElement;
      style.opacity = String(layer.opacity);
      style.visibility = layer.isHidden ? "hidden" : "";
      if (!raster.show(layer.items, isLate)) return false;
    }
    return true;
  }

  /** How much of the ink it should show it does, 0 to 1. */
  get paintedPart(): number {
    const total = this.#page.ink.reduce((sum, layer) => sum + layer.items.length, 0);
    const painted = [...this.#layers.values()].reduce((sum, raster) => sum + raster.paintedCount, 0);
    return total ? Math.min(1, painted / total) : 1;
  }

  /** Shows the stroke that still grows; null takes it away. */
  grow(stroke: StrokeOperation | null): void {
    const at = stroke ? (stroke.layer ?? 0) : null;
    for (const [other, raster] of this.#layers) if (other !== at) raster.grow(null);
    if (at !== null) this.#layer(at).grow(stroke);
  }

  /** Images look different now, one was decoded for instance. */
  paintImages(): void {
    this.#paintedImages = this.#page.images;
    // An empty canvas would be mixed into every frame all the same.
    (this.#under.canvas as HTMLCanvasElement).style.visibility = this.#page.images.length ? "" : "hidden";
    this.#under.clearRect(0, 0, this.sidePx, this.sidePx);
    paintImages(this.#under, this.sidePx, this.#page.images, this.#images);
  }

  /** Draws the page as it is seen, on white paper. */
  drawInto(target: Context, sidePx: number): void {
    target.fillStyle = PAPER;
    target.fillRect(0, 0, sidePx, sidePx);
    target.imageSmoothingQuality = "high";
    target.drawImage(this.#under.canvas, 0, 0, sidePx, sidePx);
    for (const at of INK_LAYERS) {
      const [layer, raster] = [this.#page.ink[at], this.#layers.get(at)];
      if (!layer || !raster || layer.isHidden) continue;
      target.globalAlpha = layer.opacity;
      target.drawImage(raster.canvas, 0, 0, sidePx, sidePx);
    }
    target.globalAlpha = 1;
  }

  /** The colour that is seen at a point of the page, as `#rrggbb`. */
  colourAt(x: number, y: number): string {
    const dot = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    if (!dot) return PAPER;
    dot.translate(-Math.floor((x * this.sidePx) / PAGE_SIDE), -Math.floor((y * this.sidePx) / PAGE_SIDE));
    this.drawInto(dot, this.sidePx);
    const [red = 255, green = 255, blue = 255] = dot.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  }

  remove(): void {
    for (const canvas of this.#canvases) canvas.remove();
  }

  appear(): void {
    this.#isHidden = false;
    for (const canvas of this.#canvases) canvas.hidden = false;
  }

  #layer(at: number): LayerRaster {
    const known = this.#layers.get(at);
    if (known) return known;
    const raster = new LayerRaster(this.#addCanvas(at + 1));
    this.#layers.set(at, raster);
    return raster;
  }

  #addCanvas(height = 0): CanvasRenderingContext2D {
    const canvas = document.createElement("canvas");
    canvas.width = this.sidePx;
    canvas.height = this.sidePx;
    canvas.className = "page-layer";
    canvas.hidden = this.#isHidden;
    this.#canvases.push(canvas);
    canvas.style.zIndex = String(height);
    this.#element.append(canvas);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser has no 2D canvas.");
    return context;
  }
}
