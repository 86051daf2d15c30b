/** Stores what is worth keeping, behind the relay: strokes in the order they came, pictures of pauses, settings. */
import {
  FRAME_HEADER_BYTES,
  type ChunkHeader,
  type PictureHeader,
  type Settings,
} from "@llamasketch/contract";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import type { Services } from "../services.ts";
import { chunkKey, pictureKey } from "../media/keys.ts";

const TRIES = 3;
const RETRY_MS = 300;

export class Keeper {
  readonly #services: Services;
  readonly #sketchId: string;
  /** One store at a time: the log's order is the order of arrival. */
  #strokes: Promise<void> = Promise.resolve();
  unstored = 0;
  constructor(services: Services, sketchId: string) {
    this.#services = services;
    this.#sketchId = sketchId;
  }

  /** Resolves with the chunk's place in the log, or null when it could not be stored now. */
  chunk(header: ChunkHeader, bytes: Uint8Array): Promise<number | null> {
    const { media, sketches, commit } = this.#services;
    const key = chunkKey(this.#sketchId, header.chunkId);
    const stored = this.#strokes.then(() =>
      this.#trying("chunk", key, async () => {
        await media.put(key, bytes);
        await commit(
          sketches.appendChunk({
            sketchId: this.#sketchId,
            ...header,
            bytes: bytes.length,
            nowMs: Date.now(),
          }),
        );
        return sketches.chunkIndex(this.#sketchId, header.chunkId);
      }),
    );
    this.#strokes = stored.then(() => undefined);
    return stored;
  }

  /** Resolves with the picture's id, or null when it could not be stored: it was shown, and stays free. */
  picture(header: PictureHeader, message: Uint8Array, settings: Settings): Promise<string | null> {
    const { media, sketches, commit } = this.#services;
    const { epoch, version, format } = header;
    const bytes = message.subarray(FRAME_HEADER_BYTES);
    const key = pictureKey(this.#sketchId, epoch, version);
    return this.#trying("picture", key, async () => {
      await media.put(key, bytes, {
        httpMetadata: { contentType: `image/${format}` },
      });
      const row = {
        id: newId("picture"),
        sketchId: this.#sketchId,
        bytes: bytes.length,
        createdAt: Date.now(),
      };
      await commit([sketches.keepPicture({ ...header, ...row, ...settings })]);
      return (await sketches.pictureIdAt(this.#sketchId, epoch, version)) ?? row.id;
    });
  }

  settings(settings: Settings): Promise<null> {
    return this.#trying("settings", null, async () => {
      await this.#services.commit([
        this.#services.sketches.saveSettings(this.#sketchId, settings, Date.now()),
      ]);
      return null;
    });
  }

  async #trying<T>(what: string, key: string | null, store: () => Promise<T>): Promise<T | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await store();
      } catch (error) {
        if (attempt < TRIES) {
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS * attempt));
          continue;
        }
        this.unstored += 1;
        log("error", "not_stored", { what, sketchId: this.#sketchId, attempt }, error);
        if (key !== null) await this.#clearAway(key).catch(() => undefined);
        return null;
      }
    }
  }

  /** What came too late for a sketch that was deleted meanwhile must not outlive it. */
  async #clearAway(key: string): Promise<void> {
    const { media, sketches } = this.#services;
    if (!(await sketches.exists(this.#sketchId))) await media.delete(key);
  }
}
