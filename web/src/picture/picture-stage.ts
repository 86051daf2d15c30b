import type { PictureHeader } from "@llamasketch/contract";
import { request } from "../api/request.ts";
import { PictureFader } from "./picture-fader.ts";

/** Where a session's pictures go, whether or not their canvas is on the page yet. */
export class PictureStage {
  readonly #firstShown: () => void;
  #fader: PictureFader | null = null;
  #keptUrl: string | null = null;

  constructor(firstShown: () => void) {
    this.#firstShown = firstShown;
  }

  /** Shows pictures on `canvas` until the returned function is called. */
  attach(canvas: HTMLCanvasElement): () => void {
    const fader = new PictureFader(canvas, this.#firstShown);
    this.#fader = fader;
    if (this.#keptUrl) void this.showKept(this.#keptUrl);
    return () => {
      fader.stop();
      this.#fader = null;
    };
  }

  /** The last picture of an earlier visit. A failure leaves the place empty: a live one will come. */
  async showKept(url: string): Promise<void> {
    this.#keptUrl = url;
    const picture = this.#fader && (await request(url).catch(() => null));
    if (picture) await this.#fader?.showKept(await picture.blob()).catch(() => undefined);
  }

  showLive(header: PictureHeader, image: Uint8Array): void {
    const blob = new Blob([new Uint8Array(image)], { type: `image/${header.format}` });
    // Bytes that are no picture after all leave the last one standing.
    this.#fader?.showLive(blob, header).catch(() => undefined);
  }
}
