/** Stores pictures worth keeping, behind the relay: first their objects, which say what they are, then their rows with others. */
import {
  FRAME_HEADER_BYTES,
  SHARPER_WITHIN_MS,
  qualityRank,
  variationSeed,
  type PictureHeader,
  type PictureKind,
  type Settings,
} from "@llamasketch/contract";
import { liveKey, wordsKey } from "../../../media/keys.ts";
import { marked } from "../../../media/marked.ts";
import { pictureIdOf, type PicturePlace } from "../../../media/picture-id.ts";
import type { Ports } from "../../../ports.ts";
import type { NewPicture } from "../picture-store.ts";
import { digestOfSettings, noted, putIfAbsent, type PictureNote } from "./live-object.ts";
import type { ObjectBudget } from "./object-budget.ts";
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

export interface PictureKeeperHost {
  /** Number of the last object that any life of this session put. */
  lastNumber(): Promise<number>;
  /** It is stored; its row is to be written. */
  stored(row: NewPicture): void;
}

export class PictureKeeper {
  readonly #services: Ports;
  readonly #sketchId: string;
  readonly #room: StoredRoom;
  readonly #budget: ObjectBudget;
  readonly #host: PictureKeeperHost;
  #held: Held | null = null;
  #storing = new Set<Promise<string | null>>();
  /** Number of the last object; null until it was looked for. */
  #last: number | null = null;
  /** Of those on their way, their numbers. */
  readonly #putting = new Set<number>();
  readonly #knownWords = new Map<string, Promise<void>>();
  unstored = 0;
  puts = 0;

  constructor(
    services: Ports,
    sketchId: string,
    room: StoredRoom,
    budget: ObjectBudget,
    host: PictureKeeperHost,
  ) {
    this.#services = services;
    this.#room = room;
    this.#sketchId = sketchId;
    this.#budget = budget;
    this.#host = host;
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
    await this.stored();
  }

  /** Resolves when what is being stored now is. */
  async stored(): Promise<void> {
    await Promise.all(this.#storing);
  }

  /** Number up to which every picture is stored or given up; 0 until any was. */
  get through(): number {
    return this.#putting.size > 0 ? Math.min(...this.#putting) - 1 : (this.#last ?? 0);
  }

  #letGo(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    clearTimeout(held.timer);
    void this.#store(held.shown).then(held.done);
  }

  #store(shown: ShownPicture): Promise<string | null> {
    const picture = marked(shown.message.subarray(FRAME_HEADER_BYTES));
    const bytes = picture.length;
    // Shown, and not kept: there is no room, or nobody's hand is that quick.
    const mayStore = this.#budget.spend(Date.now()) === 0 && this.#room.take(bytes);
    const storing = mayStore
      ? tryToStore("picture", this.#sketchId, () => this.#put(shown, picture)).finally(() =>
          this.#room.ended(bytes),
        )
      : Promise.resolve(null);
    const stored = storing.then((pictureId) => {
      if (pictureId === null) this.unstored += 1;
      this.#storing.delete(stored);
      return pictureId;
    });
    this.#storing.add(stored);
    return stored;
  }

  async #put({ header, settings, windowMs }: ShownPicture, bytes: Uint8Array): Promise<string> {
    const { seq, quality, format, widthPx, heightPx } = header;
    const place = placeOf(this.#sketchId, header);
    const { text, digest: words } = await digestOfSettings(settings);
    const { epoch, version, variation } = place;
    const shape = { seq, quality, format, widthPx, heightPx };
    const createdAt = Date.now();
    const note = { epoch, version, variation, ...shape, words, windowMs, createdAt };
    // Side by side: a session may die at any moment, and one without the other is not told to anybody.
    const putting = this.#putNext(bytes, note);
    try {
      const [number] = await Promise.all([putting, this.#putWords(text, words)]);
      const objectKey = liveKey(this.#sketchId, number);
      this.#host.stored(rowOf(this.#sketchId, note, settings, objectKey, bytes.length));
      return pictureIdOf(place);
    } finally {
      // Also where only the words could not be put.
      void putting.then(
        (put) => this.#putting.delete(put),
        () => undefined,
      );
    }
  }

  /** Under the next number that nothing lies under; it counts as on its way until its row is held. */
  async #putNext(bytes: Uint8Array, note: PictureNote): Promise<number> {
    this.#last ??= await this.#host.lastNumber();
    for (;;) {
      const number = (this.#last += 1);
      this.#putting.add(number);
      let isOurs = false;
      try {
        const httpMetadata = { contentType: `image/${note.format}` };
        const options = { httpMetadata, customMetadata: noted(note) };
        isOurs = await putIfAbsent(this.#services.media, liveKey(this.#sketchId, number), bytes, options);
        this.puts += 1;
        if (isOurs) return number;
      } finally {
        if (!isOurs) this.#putting.delete(number);
      }
    }
  }

  /** Resolves when these words lie in the media store. */
  #putWords(text: string, digest: string): Promise<void> {
    const known = this.#knownWords.get(digest);
    if (known) return known;
    const putting = putIfAbsent(this.#services.media, wordsKey(this.#sketchId, digest), text).then(() => {
      this.puts += 1;
    });
    this.#knownWords.set(digest, putting);
    putting.catch(() => this.#knownWords.delete(digest));
    if (this.#knownWords.size > WORDS_KNOWN_MAX)
      this.#knownWords.delete([...this.#knownWords.keys()][0] ?? "");
    return putting;
  }
}

/** Words that a life knows to lie there: somebody who types says a few dozen that are drawn with. */
const WORDS_KNOWN_MAX = 64;

/** The row of a picture whose object is there; of a variation with its own seed. */
export const rowOf = (
  sketchId: string,
  { epoch, version, variation, words: _words, ...rest }: PictureNote,
  { prompt, strength, seed }: Settings,
  objectKey: string,
  bytes: number,
): NewPicture => ({
  sketchId,
  epoch,
  version,
  kind: variation === 0 ? "live" : "variation",
  variation,
  ...rest,
  bytes,
  prompt,
  strength,
  seed: variationSeed(seed, variation),
  objectKey,
  pinnedAt: null,
});

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
