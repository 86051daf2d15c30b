import type { Cover } from "../../../api/cover.ts";

/** After the hand came to rest: a sharper picture may follow the first. */
const MAKE_AFTER_MS = 1500;
/** A drawing alone is its own cover when no picture has come by then. */
const DRAWING_AFTER_MS = 6000;
/** Covers are for later: while one is being drawn on, a few a minute are enough. */
const SEND_EVERY_MS = 20_000;

interface Parts {
  /** Null while there is no sketch to give a cover. */
  sketchId(): string | null;
  /** The drawing itself, on paper. */
  drawing(): Promise<ImageBitmap | null>;
  make(source: Blob | ImageBitmap): Promise<Cover | null>;
  put(sketchId: string, cover: Cover, isLast: boolean): Promise<void>;
  /** Milliseconds on a clock that never goes back. */
  nowMs(): number;
  later(delayMs: number, run: () => void): () => void;
}

/** Keeps the sketch's cover at what it became, whenever the hand rests and when the page goes. */
export class CoverKeeper {
  readonly #parts: Parts;
  /** The newest picture, until a cover is made of it. */
  #picture: (() => Blob) | null = null;
  #hasPicture = false;
  /** Of the drawing alone, until a cover is made of it. */
  #isDrawn = false;
  #ready: Cover | null = null;
  #sentMs = -Infinity;
  #cancelMake: () => void = () => undefined;
  #cancelSend: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** A picture came. Of a hand at rest, it soon becomes the cover; any becomes it when the page goes. */
  sawPicture(picture: () => Blob, isAtRest: boolean): void {
    this.#picture = picture;
    this.#hasPicture = true;
    if (isAtRest) this.#makeIn(MAKE_AFTER_MS);
  }

  /** The sketch has a cover from an earlier visit, and needs no other for being looked at. */
  hadPicture(): void {
    this.#hasPicture = true;
  }

  /** Ink came onto the page. */
  drew(): void {
    this.#isDrawn = true;
    if (!this.#hasPicture) this.#makeIn(DRAWING_AFTER_MS);
  }

  /** The page may be gone in a moment: what is ready goes now. */
  async flush(): Promise<void> {
    this.#cancelMake();
    this.#cancelSend();
    if (this.#picture || (this.#isDrawn && !this.#hasPicture)) await this.#make();
    await this.#send(true);
  }

  #makeIn(delayMs: number): void {
    this.#cancelMake();
    this.#cancelMake = this.#parts.later(delayMs, () => void this.#make().then(() => this.#sendInTurn()));
  }

  async #make(): Promise<void> {
    const picture = this.#picture;
    if (!picture && this.#hasPicture) return;
    this.#isDrawn = false;
    this.#picture = null;
    const source = picture ? picture() : await this.#parts.drawing();
    const cover = source && (await this.#parts.make(source));
    if (cover) this.#ready = cover;
  }

  #sendInTurn(): void {
    if (!this.#ready) return;
    this.#cancelSend();
    const waitMs = Math.max(0, this.#sentMs + SEND_EVERY_MS - this.#parts.nowMs());
    this.#cancelSend = this.#parts.later(waitMs, () => void this.#send(false));
  }

  async #send(isLast: boolean): Promise<void> {
    const cover = this.#ready;
    const id = this.#parts.sketchId();
    if (!cover || !id) return;
    this.#ready = null;
    this.#sentMs = this.#parts.nowMs();
    // Nobody waits for a cover: the next one comes with the next rest.
    await this.#parts.put(id, cover, isLast).catch(() => undefined);
  }
}
