import { COVER_MAX_BYTES } from "@llamasketch/contract";
import type { Cover } from "../../../api/cover.ts";
import type { CoverOrder } from "./cover.ts";

/** The worker that makes covers, started when the first one is wanted. */
export class CoverMaker {
  #worker: Worker | null = null;
  readonly #asked: ((cover: Cover | null) => void)[] = [];

  /** Null when the browser could not. */
  make(source: Blob | ImageBitmap): Promise<Cover | null> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      const order: CoverOrder = { source, maxBytes: COVER_MAX_BYTES };
      worker.postMessage(order, source instanceof Blob ? [] : [source]);
    });
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const settle of this.#asked.splice(0)) settle(null);
  }

  #start(): Worker {
    const worker = new Worker(new URL("./cover-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Cover | null>) => this.#asked.shift()?.(data);
    worker.onerror = () => this.#asked.shift()?.(null);
    return worker;
  }
}
