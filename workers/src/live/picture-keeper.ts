/** Stores pictures worth keeping, behind the relay. */
import {
  FRAME_HEADER_BYTES,
  SHARPER_WITHIN_MS,
  qualityRank,
  variationSeed,
  type PictureHeader,
  type PictureKind,
  type Settings,
} from "@llamasketch/contract";
import { newId } from "../ids.ts";
import { newPictureKey } from "../media/keys.ts";
import { pictureIdOf, type PicturePlace } from "../picture-id.ts";
import type { Services } from "../services.ts";
import { metaOf } from "../spine/commit.ts";
import { isStorageFull } from "../http/errors.ts";
import type { StoredRoom } from "./stored-room.ts";
import { tryToStore } from "./storing.ts";

/** A picture as it was shown, and what it was drawn with. */
export interface ShownPicture {
  header: PictureHeader;
  message: Uint8Array;
  settings: Settings;
  /** When the window that it was shown in began (Unix ms); null: in none. */
  windowMs: number | null;
}

interface Held {
  shown: ShownPicture;
  done: (pictureId: string | null) => void;
  timer: ReturnType<typeof setTimeout>;
}

export class PictureKeeper {
  readonly #services: Services;
  readonly #sketchId: string;
  readonly #room: StoredRoom;
  #held: Held | null = null;
  #storing = new Set<Promise<string | null>>();
  unstored = 0;
  puts = 0;

  constructor(services: Services, sketchId: string, room: StoredRoom) {
    this.#services = services;
    this.#room = room;
    this.#sketchId = sketchId;
  }

  /**
   * Resolves with the picture's id; null when it could not be stored, or a sharper one of the same canvas came at once and
   * is stored in its stead. Then it was shown, and is free.
   */
  keep(shown: ShownPicture): Promise<string | null> {
    const held = this.#held;
    if (held && isSharper(shown, held.shown)) {
      clearTimeout(held.timer);
      this.#held = null;
      held.done(null);
    }
    this.#letGo();
    const { header } = shown;
    // A hand that rests asks for more than a draft, and that is soon here.
    if (!header.pause || header.quality !== "draft" || header.variation !== undefined)
      return this.#store(shown);
    return new Promise((done) => {
      this.#held = { shown, done, timer: setTimeout(() => this.#letGo(), SHARPER_WITHIN_MS) };
    });
  }

  /** Stores what waits, and resolves when nothing is being stored any more. */
  async flush(): Promise<void> {
    this.#letGo();
    await Promise.all(this.#storing);
  }

  #letGo(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    clearTimeout(held.timer);
    void this.#store(held.shown).then(held.done);
  }

  #store(shown: ShownPicture): Promise<string | null> {
    const { length } = shown.message;
    if (!this.#room.take(length)) {
      this.unstored += 1;
      return Promise.resolve(null);
    }
    const stored = tryToStore("picture", this.#sketchId, () =>
      this.#put(shown).catch((error: unknown) => {
        if (!isStorageFull(error)) throw error;
        this.#room.refused();
        return null;
      }),
    ).then((pictureId) => {
      this.#room.ended(length);
      if (pictureId === null) this.unstored += 1;
      this.#storing.delete(stored);
      return pictureId;
    });
    this.#storing.add(stored);
    return stored;
  }

  async #put({ header, message, settings, windowMs }: ShownPicture): Promise<string> {
    const { media, sketches, pictures, storage, commit, pokeOutbox } = this.#services;
    const { seq, quality, format, widthPx, heightPx } = header;
    const place = placeOf(this.#sketchId, header);
    const bytes = message.subarray(FRAME_HEADER_BYTES);
    const objectKey = newPictureKey(this.#sketchId);
    await media.put(objectKey, bytes, { httpMetadata: { contentType: `image/${format}` } });
    this.puts += 1;
    const nowMs = Date.now();
    const outboxId = newId("request");
    const shape = { seq, quality, format, widthPx, heightPx, bytes: bytes.length };
    const seed = variationSeed(settings.seed, place.variation);
    const words = { prompt: settings.prompt, strength: settings.strength, seed };
    const rest = { objectKey, pinnedAt: null, windowMs, createdAt: nowMs };
    let results: unknown[];
    try {
      results = await commit([
        storage.storing(
          this.#sketchId,
          { pictures: [{ ...place, seq, bytes: bytes.length }] },
          this.#room.budgetBytes,
        ),
        pictures.retire(place, outboxId, nowMs, seq),
        pictures.keep({ ...place, ...shape, ...words, ...rest }),
      ]);
    } catch (error) {
      // What came too late for a sketch that is gone must not outlive it; what there was no room for is not there either.
      if (isStorageFull(error) || !(await sketches.exists(this.#sketchId))) await media.delete(objectKey);
      throw error;
    }
    const [, retired, kept] = results.map((result) => metaOf(result)?.changes ?? 0);
    // A later one stands there already.
    if (kept === 0) await media.delete(objectKey);
    // Only a poke: if it is lost, the sweep finds the row.
    else if (retired) await pokeOutbox(outboxId).catch(() => undefined);
    return pictureIdOf(place);
  }
}

/** Whether `next` is what `held` waits for: more of the same canvas, in the same window. */
const isSharper = (next: ShownPicture, held: ShownPicture): boolean =>
  next.windowMs === held.windowMs &&
  next.header.epoch === held.header.epoch &&
  next.header.version === held.header.version &&
  kindOf(next.header) === "live" &&
  qualityRank(next.header.quality) > qualityRank(held.header.quality);

const placeOf = (sketchId: string, header: PictureHeader): PicturePlace => ({
  sketchId,
  epoch: header.epoch,
  version: header.version,
  kind: kindOf(header),
  variation: header.variation ?? 0,
});

export const kindOf = ({ variation }: PictureHeader): PictureKind =>
  variation === undefined ? "live" : "variation";
