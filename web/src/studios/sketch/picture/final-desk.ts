import type { FinalView, QuoteView, Settings } from "@llamasketch/contract";
import { ApiFailure, describeFailure, failureText } from "../../../api/api-failure.ts";
import { Store } from "../../../ui/store.ts";
import type { Notice } from "../status/notice.ts";
import type { FinalNews } from "./watch-final.ts";
import { words } from "./words.ts";

/** Which canvas, as the history counts them. */
export interface CanvasPlace {
  epoch: number;
  version: number;
}

export interface FinalState {
  /** How the one that was asked for last stands. */
  stage: "none" | "sending" | "queued" | "making";
  ahead: number | null;
  etaMs: number | null;
  /** Of `steps`; both 0 until the painter tells. */
  step: number;
  steps: number;
  /** It stands aside for somebody who draws. */
  isAside: boolean;
  credits: number;
  /** The final of the present canvas is on the screen. */
  isShown: boolean;
}

const NONE: FinalState = {
  stage: "none",
  ahead: null,
  etaMs: null,
  step: 0,
  steps: 0,
  isAside: false,
  credits: 0,
  isShown: false,
};

type Finals = typeof import("./finals-online.ts");

export interface FinalPorts {
  sketchId(): string | null;
  finals(): Promise<Finals>;
  /** The present canvas, while it is this page's to give; null otherwise. */
  place(): CanvasPlace | null;
  /** Reads it at this size, and writes into the log which one it is. */
  read(sidePx: number): Promise<{ place: CanvasPlace; settings: Settings; image: Blob } | null>;
  show(image: Blob): void;
  /** There is one more in the history. */
  kept(): void;
  /** Credits were held for it, paid or given back. */
  charged(): void;
  tell(notice: Notice): void;
}

/** Sent again so often, with the same key, when no answer came. */
const TRIES = 3;
const TRY_AGAIN_MS = 1500;

/** Finals of one sketch: asked for, followed wherever the hand goes meanwhile, shown if their canvas is still there. */
export class FinalDesk {
  readonly store = new Store(NONE);
  readonly #ports: FinalPorts;
  readonly #stop = new AbortController();
  #finalId: string | null = null;
  #shown: CanvasPlace | null = null;

  constructor(ports: FinalPorts) {
    this.#ports = ports;
  }

  /** Rejects with an `ApiFailure`, as `ask` does. */
  async quote(sidePx: number): Promise<QuoteView> {
    return (await this.#ports.finals()).quoteFinal(this.#sketchId(), sidePx);
  }

  /** Asks for the present canvas at this price. Resolves once it is queued. */
  async ask(sidePx: number, quote: QuoteView): Promise<void> {
    if (this.store.get().stage !== "none") return;
    this.store.set({ ...NONE, stage: "sending", credits: quote.units, isShown: this.store.get().isShown });
    try {
      const canvas = await this.#ports.read(sidePx);
      if (!canvas) throw new ApiFailure({ status: 0, code: "not_yours", message: words.finalNotNow });
      const { place, settings, image } = canvas;
      const about = { ...place, widthPx: sidePx, heightPx: sidePx, settings, quote: quote.id };
      const view = await this.#put(about, image);
      this.#ports.charged();
      void this.#follow(view);
    } catch (error) {
      this.#over();
      throw error;
    }
  }

  async cancel(): Promise<void> {
    const id = this.#finalId;
    if (id === null) return;
    try {
      await (await this.#ports.finals()).cancelFinal(id);
    } catch (error) {
      const { requestId = null } = describeFailure(error);
      this.#ports.tell({ text: words.finalNotStopped(failureText(error)), requestId });
    }
  }

  /** One that was asked for before this page was opened goes on here. */
  async resume(): Promise<void> {
    const sketchId = this.#ports.sketchId();
    if (sketchId === null) return;
    try {
      const last = (await (await this.#ports.finals()).openFinals(sketchId)).at(-1);
      if (last && this.store.get().stage === "none") void this.#follow(last);
    } catch {
      // It is made all the same, and stands in the history then.
    }
  }

  /** What is on the screen is the final of this canvas. */
  opened(place: CanvasPlace): void {
    this.#shown = place;
    this.store.set({ isShown: true });
  }

  /** The canvas is another one now. */
  moved(): void {
    this.#shown = null;
    this.store.set({ isShown: false });
  }

  /** Whether a picture of this canvas would only hide its final. */
  hides({ epoch, version }: CanvasPlace): boolean {
    return this.#shown?.epoch === epoch && this.#shown.version === version;
  }

  stop(): void {
    this.#stop.abort();
  }

  #sketchId(): string {
    const id = this.#ports.sketchId();
    if (id === null) throw new ApiFailure({ status: 0, code: "not_saved", message: words.finalNotNow });
    return id;
  }

  async #put(about: Parameters<Finals["putFinal"]>[1], image: Blob): Promise<FinalView> {
    const { putFinal } = await this.#ports.finals();
    const key = crypto.randomUUID();
    for (let tried = 1; ; tried++) {
      try {
        return await putFinal(this.#sketchId(), about, image, key);
      } catch (error) {
        if (tried === TRIES || (error instanceof ApiFailure && error.isFinal)) throw error;
        await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
    }
  }

  async #follow(view: FinalView): Promise<void> {
    const { id, credits, queue } = view;
    this.#finalId = id;
    const { isShown } = this.store.get();
    this.store.set({ ...NONE, ...queue, stage: "queued", credits, isShown });
    const { watchFinal, readFinalPicture } = await this.#ports.finals();
    const end = await watchFinal(id, this.#stop.signal, (news) => this.#hear(news));
    if (!end) return;
    this.#ports.charged();
    if (end.state === "failed") this.#ports.tell({ text: words.finalFailed, requestId: null });
    if (end.pictureId !== null) {
      this.#ports.kept();
      const image = await readFinalPicture(end.pictureId).catch(() => null);
      const place = this.#ports.place();
      const isPresent = place?.epoch === end.epoch && place.version === end.version;
      if (image && isPresent) {
        this.#ports.show(image);
        this.opened(place);
      } else this.#ports.tell({ text: words.finalInHistory, requestId: null });
    }
    this.#over();
  }

  #hear(news: FinalNews): void {
    if (news.kind === "queued") this.store.set({ stage: "queued", ahead: news.ahead, etaMs: news.etaMs });
    else {
      const { step, steps, isAside } = news;
      this.store.set({ stage: "making", step, steps, isAside });
    }
  }

  #over(): void {
    this.#finalId = null;
    this.store.set({ ...NONE, isShown: this.store.get().isShown });
  }
}
