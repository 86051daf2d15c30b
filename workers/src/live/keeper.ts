/** Stores what is worth keeping, behind the relay: strokes in the order they came, pictures of pauses, settings. */
import {
  FRAME_HEADER_BYTES,
  variationSeed,
  type ChunkHeader,
  type PictureHeader,
  type PictureKind,
  type Settings,
} from "@llamasketch/contract";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import type { Services } from "../services.ts";
import { chunkKey, newPictureKey } from "../media/keys.ts";

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
    const { media, pictures, commit } = this.#services;
    const { epoch, version, seq, quality, format, widthPx, heightPx, variation = 0 } = header;
    const bytes = message.subarray(FRAME_HEADER_BYTES);
    const key = newPictureKey(this.#sketchId);
    const place = { sketchId: this.#sketchId, epoch, version, kind: kindOf(header), variation };
    const shape = { seq, quality, format, widthPx, heightPx, bytes: bytes.length };
    const { prompt, strength } = settings;
    const words = { prompt, strength, seed: variationSeed(settings.seed, variation) };
    return this.#trying("picture", key, async () => {
      await media.put(key, bytes, { httpMetadata: { contentType: `image/${format}` } });
      const nowMs = Date.now();
      const outboxId = newId("request");
      const rest = { id: newId("picture"), objectKey: key, pinnedAt: null, createdAt: nowMs };
      await commit([
        pictures.retire(place, outboxId, nowMs),
        pictures.keep({ ...place, ...shape, ...words, ...rest }),
      ]);
      const kept = await pictures.at(place);
      if (kept && kept.id !== rest.id) await this.#services.pokeOutbox(outboxId).catch(() => undefined);
      return kept?.id ?? rest.id;
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

function kindOf({ quality, variation }: PictureHeader): PictureKind {
  if (variation !== undefined) return "variation";
  return quality === "final" ? "final" : "live";
}
