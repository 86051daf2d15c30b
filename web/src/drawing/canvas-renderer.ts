import type { InkLayer, Operation, StrokeOperation } from "./operation.ts";
import type { FilledArea } from "./page-raster.ts";
import type { EncodedPage, RasterAnswer, RasterRequest } from "./raster-messages.ts";

/** A drawing painted in a worker of its own: what it is asked for shows all that was given to it before. */
export class CanvasRenderer {
  readonly #worker = new Worker(new URL("./raster-worker.ts", import.meta.url), { type: "module" });
  readonly #asked: ((answer: RasterAnswer | null) => void)[] = [];

  constructor() {
    this.#worker.onmessage = (event: MessageEvent<RasterAnswer>) => this.#asked.shift()?.(event.data);
    this.#worker.onerror = () => this.#asked.shift()?.(null);
  }

  /** Begins anew with `operations`; a long log that comes as bytes is read in the worker. */
  load(operations: readonly Operation[], log: Uint8Array = new Uint8Array()): void {
    this.#tell({ type: "load", log, operations });
  }

  add(operation: Operation): void {
    this.#tell({ type: "add", operation });
  }

  /** A square JPEG of the page, a stroke that still grows on top; null when the browser could not. */
  async encode(
    sidePx: number,
    jpegQuality: number,
    growing: StrokeOperation | null = null,
  ): Promise<EncodedPage | null> {
    const answer = await this.#ask({ type: "encode", sidePx, jpegQuality, growing });
    return answer?.type === "encoded" ? answer.page : null;
  }

  /** The page for showing it here, on white paper or on none; null when the browser could not. */
  async bitmap(
    sidePx: number,
    { growing = null, hasPaper = true }: { growing?: StrokeOperation | null; hasPaper?: boolean } = {},
  ): Promise<ImageBitmap | null> {
    const answer = await this.#ask({ type: "bitmap", sidePx, growing, hasPaper });
    return answer?.type === "bitmap" ? answer.bitmap : null;
  }

  /** Where a fill from this point of the page would go; null when nowhere. */
  async flood(x: number, y: number, layer: InkLayer): Promise<FilledArea | null> {
    const answer = await this.#ask({ type: "flood", x, y, layer });
    return answer?.type === "flooded" ? answer.area : null;
  }

  stop(): void {
    this.#worker.terminate();
    for (const settle of this.#asked.splice(0)) settle(null);
  }

  #tell(request: RasterRequest): void {
    this.#worker.postMessage(request);
  }

  #ask(request: RasterRequest): Promise<RasterAnswer | null> {
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      this.#tell(request);
    });
  }
}
