import { readPicture } from "../../../api/pictures.ts";

/** As many as a quick hand passes back and forth over. */
const HELD = 24;

/** The bytes of the pictures looked at last. */
export class PictureCache {
  readonly #held = new Map<string, Blob>();

  async read(url: string, signal: AbortSignal): Promise<Blob> {
    const known = this.#held.get(url);
    const blob = known ?? (await readPicture(url, signal));
    this.#held.delete(url);
    this.#held.set(url, blob);
    const oldest = this.#held.keys().next();
    if (this.#held.size > HELD && !oldest.done) this.#held.delete(oldest.value);
    return blob;
  }
}
