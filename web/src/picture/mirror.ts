type Paint = (context: CanvasRenderingContext2D, sidePx: number) => void;

/** Canvases that show what is painted elsewhere, at most once a frame, and only while they are attached. */
export class Mirror {
  readonly #paint: Paint;
  readonly #targets = new Map<HTMLCanvasElement, CanvasRenderingContext2D>();
  #request = 0;

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** Shows the original on `canvas` until the returned function is called. */
  attach(canvas: HTMLCanvasElement): () => void {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) return () => undefined;
    this.#targets.set(canvas, context);
    this.#paint(context, canvas.width);
    return () => {
      this.#targets.delete(canvas);
      if (!this.#targets.size) cancelAnimationFrame(this.#request);
    };
  }

  /** The original looks different now. */
  touch(): void {
    if (!this.#targets.size) return;
    cancelAnimationFrame(this.#request);
    this.#request = requestAnimationFrame(() => {
      for (const [canvas, context] of this.#targets) this.#paint(context, canvas.width);
    });
  }
}
