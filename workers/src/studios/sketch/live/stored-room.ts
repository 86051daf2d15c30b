/** What may still be stored for whoever draws here, without asking for every chunk: read now and then, and counted down between. */
import { SKETCHES_DRAWN_ON_MAX } from "@llamasketch/contract";
import { roomOf, type Storer } from "../../../storage/budget.ts";
import type { Ports } from "../../../ports.ts";

/** Until the first answer is here, and where it does not come: the strokes of a few minutes. */
const UNREAD_BYTES = 1_048_576;
/** A batch for less is not worth it. */
const HELD_BYTES_MIN = 65_536;
/** Others store for the same person at the same time. */
const READ_EVERY_MS = 30_000;
/** As large as a chunk may be: with less than this the next thing is refused again. */
const ROOM_BYTES = 262_144;
/** Somebody who was told that there is no room makes some. */
const READ_FULL_EVERY_MS = 2000;

export class StoredRoom {
  readonly #services: Ports;
  readonly #storerOf: () => Storer | null;
  readonly #heldBytes: () => number;
  #leftBytes = UNREAD_BYTES;
  #readAtMs = -Infinity;
  #reading: Promise<void> | null = null;
  /** Something was refused, and there is no room to speak of since. */
  #isShort = false;
  /** Let in, and not in the media store yet. */
  #comingBytes = 0;

  /**
   * `storerOf`: for whom is stored now; null while nobody draws. `heldBytes`: what is stored already and stands in no row yet.
   */
  constructor(services: Ports, storerOf: () => Storer | null, heldBytes: () => number) {
    this.#services = services;
    this.#storerOf = storerOf;
    this.#heldBytes = heldBytes;
  }

  /** Lets so many bytes in, or does not. Whoever let them in says when they are stored, or came to nothing. */
  take(bytes: number): boolean {
    void this.look();
    if (bytes > this.#leftBytes) {
      this.#isShort = true;
      return false;
    }
    this.#leftBytes -= bytes;
    this.#comingBytes += bytes;
    return true;
  }

  ended(bytes: number): void {
    this.#comingBytes -= bytes;
  }

  /** Something was refused for want of room, as far as is known. */
  get isShort(): boolean {
    return this.#isShort;
  }

  /** The same, read anew if that was long ago. */
  async isFull(): Promise<boolean> {
    await this.look();
    return this.#isShort || this.#leftBytes <= 0;
  }

  /** So much may wait for its rows: with as many sketches as one may draw on, all that waits still fits. */
  get heldMaxBytes(): number {
    return Math.max(HELD_BYTES_MIN, this.#leftBytes / SKETCHES_DRAWN_ON_MAX);
  }

  /** Something was written down, here or elsewhere: what was read before is old. */
  lookAgain(): Promise<void> {
    this.#readAtMs = -Infinity;
    return this.look();
  }

  /** Reads anew what is left, if that was long ago. */
  look(): Promise<void> {
    const everyMs = this.#isShort || this.#leftBytes <= 0 ? READ_FULL_EVERY_MS : READ_EVERY_MS;
    if (Date.now() < this.#readAtMs + everyMs) return this.#reading ?? Promise.resolve();
    this.#readAtMs = Date.now();
    this.#reading ??= this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  async #read(): Promise<void> {
    const storer = this.#storerOf();
    if (!storer) {
      // Nobody draws yet: whoever does is asked about at once.
      this.#readAtMs = -Infinity;
      return;
    }
    try {
      const { leftBytes } = await roomOf(this.#services, storer, Date.now());
      this.#leftBytes = leftBytes - this.#comingBytes - this.#heldBytes();
      if (this.#leftBytes >= ROOM_BYTES) this.#isShort = false;
    } catch {
      // The next one asks again.
    }
  }
}
