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
    const stored = this.#strokes.then(() =>
      this.#trying("chunk", async () => {
        await media.put(chunkKey(this.#sketchId, header.chunkId), bytes);
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
    return this.#trying("picture", async () => {
      await media.put(pictureKey(this.#sketchId, epoch, version), bytes, {
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
    return this.#trying("settings", async () => {
      await this.#services.commit([
        this.#services.sketches.saveSettings(this.#sketchId, settings, Date.now()),
      ]);
      return null;
    });
  }

  async #trying<T>(what: string, store: () => Promise<T>): Promise<T | null> {
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
        return null;
      }
    }
  }
}
