import type { PictureHeader, Quality, Settings } from "@llamasketch/contract";
import { openLiveSketch, type LiveSketch } from "@llamasketch/live-client";
import { randomId } from "../../../drawing/random-id.ts";
import { browserPlatform } from "../session/browser-platform.ts";
import { sameFields } from "../../../ui/same-fields.ts";

export interface Canvas {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of `bytes`. */
  hash: number;
  quality: Quality;
  sidePx: number;
}

interface Order {
  canvas: Canvas;
  settings: Settings;
  resolve(image: Uint8Array): void;
  reject(error: unknown): void;
}

/** A picture that takes longer than this does not come any more. */
const PATIENCE_MS = 60_000;

/** Has one canvas after the other painted in a sketch, as if they were drawn there. */
export class Painter {
  readonly #live: LiveSketch;
  #order: Order | null = null;
  #last: { canvas: Canvas; settings: Settings; image: Uint8Array } | null = null;
  #settings: Settings;

  constructor(sketchId: string, settings: Settings) {
    this.#settings = settings;
    const platform = browserPlatform(sketchId, (error) => this.#order?.reject(error));
    const options = {
      clientId: randomId(16),
      pen: "free",
      settings,
      chunkSeed: 0,
      refine: false,
    } as const;
    this.#live = openLiveSketch(options, platform, {
      encode: async () => {
        const canvas = this.#order?.canvas;
        if (!canvas) return null;
        const { bytes, hash, quality, sidePx } = canvas;
        return { bytes, hash, quality, format: "jpeg", widthPx: sidePx, heightPx: sidePx };
      },
      onPicture: (header, image) => this.#came(header, image),
      onRefused: (code, message) => {
        if (code === "prompt_refused") this.#order?.reject(new Error(message));
      },
    });
  }

  /** The picture of `canvas` under `settings`. One is asked for at a time. */
  paint(canvas: Canvas, settings: Settings, signal: AbortSignal): Promise<Uint8Array> {
    const last = this.#last;
    // What is the same is not painted twice: it would never be sent.
    if (last && isSame(last.canvas, canvas) && sameFields(last.settings, settings)) {
      return Promise.resolve(last.image);
    }
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const timer = setTimeout(() => reject(new Error("A picture did not come.")), PATIENCE_MS);
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort);
    this.#order = { canvas, settings, resolve, reject };
    if (!sameFields(this.#settings, settings)) {
      this.#settings = settings;
      this.#live.setSettings(settings);
    }
    this.#live.inked();
    if (signal.aborted) abort();
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    });
  }

  stop(): void {
    this.#live.stop();
  }

  #came(header: PictureHeader, image: Uint8Array): void {
    const order = this.#order;
    // Older orders' pictures may still come.
    if (!order || header.version < this.#live.state.version || header.quality !== order.canvas.quality)
      return;
    this.#order = null;
    const bytes = image.slice();
    this.#last = { canvas: order.canvas, settings: order.settings, image: bytes };
    order.resolve(bytes);
  }
}

const isSame = (a: Canvas, b: Canvas): boolean =>
  a.hash === b.hash && a.quality === b.quality && a.bytes.length === b.bytes.length;
