export type Paint = (context: CanvasRenderingContext2D, sidePx: number) => void;

/** Canvases that show what is painted elsewhere, at most once a frame, and only while they are attached. */
export class Mirror {
  readonly #original: Paint;
  #instead: Paint | null = null;
  readonly #targets = new Map<HTMLCanvasElement, CanvasRenderingContext2D>();
  #request = 0;

  constructor(paint: Paint) {
    this.#original = paint;
  }

  /** Shows something else until the returned function is called. */
  instead(paint: Paint): () => void {
    this.#instead = paint;
    this.touch();
    return () => {
      if (this.#instead !== paint) return;
      this.#instead = null;
      this.touch();
    };
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

  #paint(context: CanvasRenderingContext2D, sidePx: number): void {
    (this.#instead ?? this.#original)(context, sidePx);
  }

  /** What is shown looks different now. */
  touch(): void {
    if (!this.#targets.size) return;
    cancelAnimationFrame(this.#request);
    this.#request = requestAnimationFrame(() => {
      for (const [canvas, context] of this.#targets) this.#paint(context, canvas.width);
    });
  }
}
