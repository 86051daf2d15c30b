import type { PictureHeader } from "@llamasketch/contract";
import { apiUrl } from "../../../api/api-url.ts";
import { Mirror } from "./mirror.ts";
import { PictureFader } from "./picture-fader.ts";

interface StageHandlers {
  firstShown(): void;
  decoded(decodeMs: number): void;
}

/** Where a session's pictures go, whether or not their canvas is on the page yet. */
export class PictureStage {
  /** Copies of what the canvas shows. */
  readonly mirror: Mirror;
  readonly #handlers: StageHandlers;
  #canvas: HTMLCanvasElement | null = null;
  #fader: PictureFader | null = null;
  #keptUrl: string | null = null;
  #newest: Blob | null = null;

  constructor(handlers: StageHandlers) {
    this.#handlers = handlers;
    this.mirror = new Mirror((context, sidePx) => {
      if (this.#canvas) context.drawImage(this.#canvas, 0, 0, sidePx, sidePx);
    });
  }

  /** The newest picture as it came; null before the first. */
  get newest(): Blob | null {
    return this.#newest;
  }

  /** Shows pictures on `canvas` until the returned function is called. */
  attach(canvas: HTMLCanvasElement): () => void {
    const fader = new PictureFader(canvas, {
      ...this.#handlers,
      painted: () => this.mirror.touch(),
    });
    this.#canvas = canvas;
    this.#fader = fader;
    if (this.#keptUrl) void this.showKept(this.#keptUrl);
    return () => {
      fader.stop();
      this.#fader = null;
      this.#canvas = null;
    };
  }

  /** The last picture of an earlier visit. A failure leaves the place empty: a live one will come. */
  async showKept(url: string): Promise<void> {
    this.#keptUrl = url;
    const picture = this.#fader && (await fetch(apiUrl(url), { credentials: "include" }).catch(() => null));
    if (!picture?.ok) return;
    const blob = await picture.blob();
    this.#newest ??= blob;
    await this.#fader?.showKept(blob).catch(() => undefined);
  }

  showLive(header: PictureHeader, image: Uint8Array): void {
    const blob = new Blob([new Uint8Array(image)], { type: `image/${header.format}` });
    this.#newest = blob;
    // Bytes that are no picture after all leave the last one standing.
    this.#fader?.showLive(blob, header).catch(() => undefined);
  }

  /** A picture that a person chose to go on from. */
  showChosen(image: Blob): void {
    this.#newest = image;
    this.#fader?.showChosen(image).catch(() => undefined);
  }
}
