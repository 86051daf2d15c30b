import type { StrokeOperation } from "./operation.ts";
import { PAGE_SIDE } from "./page-size.ts";
import { PAPER, paintGrowing, paintStroke, type Box } from "./paint.ts";

/** Fewer pixels than this on the long side would make the sent canvas soft on small screens. */
const MIN_SIDE_PX = 1024;
/** More would cost memory that no eye gains from. */
const MAX_SIDE_PX = 2048;
/** Room around a growing stroke's box for its antialiased edge, in document units. */
const EDGE = 4;

/** Two canvases: the ink, and above it the stroke that still grows. Both scale from document coordinates. */
export class InkSurface {
  readonly #ink: HTMLCanvasElement;
  readonly #growing: HTMLCanvasElement;
  readonly #inkContext: CanvasRenderingContext2D;
  readonly #growingContext: CanvasRenderingContext2D;
  #dirty: Box | null = null;

  constructor(ink: HTMLCanvasElement, growing: HTMLCanvasElement) {
    this.#ink = ink;
    this.#growing = growing;
    this.#inkContext = context2d(ink);
    this.#growingContext = context2d(growing);
  }

  /** Fits the pixels to the screen; true when the canvases were emptied by it and must be painted again. */
  fit(cssSidePx: number, devicePixelRatio: number): boolean {
    const wantedPx = Math.round(cssSidePx * devicePixelRatio);
    const sidePx = Math.min(MAX_SIDE_PX, Math.max(MIN_SIDE_PX, wantedPx));
    if (this.#ink.width === sidePx) return false;
    const scale = sidePx / PAGE_SIDE;
    for (const canvas of [this.#ink, this.#growing]) {
      canvas.width = sidePx;
      canvas.height = sidePx;
    }
    this.#inkContext.setTransform(scale, 0, 0, scale, 0, 0);
    this.#growingContext.setTransform(scale, 0, 0, scale, 0, 0);
    this.#dirty = null;
    return true;
  }

  repaint(strokes: readonly StrokeOperation[]): void {
    this.#inkContext.clearRect(0, 0, PAGE_SIDE, PAGE_SIDE);
    for (const stroke of strokes) paintStroke(this.#inkContext, stroke);
  }

  add(stroke: StrokeOperation): void {
    paintStroke(this.#inkContext, stroke);
  }

  /** Shows the stroke that still grows; null takes it away. */
  grow(stroke: StrokeOperation | null): void {
    if (this.#dirty) {
      const { left, top, right, bottom } = this.#dirty;
      this.#growingContext.clearRect(
        left - EDGE,
        top - EDGE,
        right - left + 2 * EDGE,
        bottom - top + 2 * EDGE,
      );
    }
    this.#dirty = stroke ? paintGrowing(this.#growingContext, stroke) : null;
  }

  /** Draws the page as it is now, on white paper. */
  drawInto(target: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D, sidePx: number): void {
    target.fillStyle = PAPER;
    target.fillRect(0, 0, sidePx, sidePx);
    target.imageSmoothingQuality = "high";
    target.drawImage(this.#ink, 0, 0, sidePx, sidePx);
    if (this.#dirty) target.drawImage(this.#growing, 0, 0, sidePx, sidePx);
  }
}

function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser has no 2D canvas.");
  return context;
}
