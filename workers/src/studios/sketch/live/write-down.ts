/**
 * What a session holds that its database does not know yet: pictures and strokes that lie in the media store, and the last words
 * that were said. It goes along with the turn of a block; without one it is written after a minute, at rest, or when somebody reads.
 */
import {
  HOLDS_FOR_MS,
  LIVE_HOLD_MS,
  WORDS_EVERY_MS,
  WRITE_DOWN_ASKED_AT_ONCE,
  WRITE_DOWN_ASKED_EVERY_MS,
  WRITE_DOWN_REST_MS,
  WRITE_DOWN_WITHIN_MS,
  type Settings,
} from "@llamasketch/contract";
import { fullBudget, spend } from "@llamasketch/live";
import type { StrokeChunkRow } from "@llamasketch/db";
import { newId } from "../../../ids.ts";
import { LedgerError } from "../../../ledger/commit-ledger.ts";
import { log } from "../../../log.ts";
import { clear } from "../../../media/clear.ts";
import { sketchPrefix } from "../../../media/keys.ts";
import type { Ports } from "../../../ports.ts";
import { metaOf, type Statement } from "../../../commit.ts";
import type { NewPicture } from "../picture-store.ts";
import { Deadline } from "./deadline.ts";
import type { Taken, WriteDownHost } from "./write-down-host.ts";

const ASKED = { everyMs: WRITE_DOWN_ASKED_EVERY_MS, atOnce: WRITE_DOWN_ASKED_AT_ONCE };
/** A batch that failed is tried again after this. */
const AGAIN_MS = 5000;
/** After so many in a row it is tried by itself: perhaps it is what the database does not take. */
const FAILURES_ALONG = 2;

export class WriteDown {
  readonly #services: Ports;
  readonly #sketchId: string;
  readonly #host: WriteDownHost;
  readonly #due = new Deadline(() => void this.flush(this.#isAtRest()).catch(() => undefined));
  #pictures: NewPicture[] = [];
  #pieces: StrokeChunkRow[] = [];
  #settings: Settings | null = null;
  #heldSinceMs: number | null = null;
  #newestAtMs = -Infinity;
  #saidAtMs: number | null = null;
  #againAtMs = -Infinity;
  /** Readers know until then that this session is to be asked first. */
  #announcedUntilMs = 0;
  #writtenAtMs = 0;
  /** One batch at a time. */
  #writing: Promise<unknown> = Promise.resolve();
  #asked: Promise<void> | null = null;
  readonly #askedBudget = fullBudget(ASKED, Date.now());
  #failures = 0;
  #heldBytes = 0;
  #isGone = false;

  constructor(services: Ports, sketchId: string, host: WriteDownHost) {
    this.#services = services;
    this.#sketchId = sketchId;
    this.#host = host;
  }

  /** Of what lies in the media store and is not written down yet. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** It lies in the media store: what is left is its row. */
  picture(row: NewPicture): void {
    this.#heldBytes += row.bytes;
    this.#pictures.push(row);
    this.#hold();
  }

  piece(row: StrokeChunkRow): void {
    this.#heldBytes += row.bytes;
    this.#pieces.push(row);
    this.#hold();
  }

  /** The last words count. */
  settings(settings: Settings): void {
    this.#settings = settings;
    this.said();
  }

  /** Something of the session's own was said that is worth a write in a while. */
  said(): void {
    this.#saidAtMs ??= Date.now();
    this.#arm();
  }

  #hold(): void {
    const nowMs = Date.now();
    this.#heldSinceMs ??= nowMs;
    this.#newestAtMs = nowMs;
    this.#host.holds();
    this.#arm();
  }

  #isAtRest(): boolean {
    return Date.now() >= this.#newestAtMs + WRITE_DOWN_REST_MS;
  }

  #arm(): void {
    const due: number[] = [];
    if (this.#heldSinceMs !== null && this.#heldBytes > this.#host.heldMaxBytes()) due.push(Date.now());
    if (this.#heldSinceMs !== null) {
      due.push(
        this.#isAnnounced(this.#heldSinceMs)
          ? Math.min(this.#heldSinceMs + WRITE_DOWN_WITHIN_MS, this.#newestAtMs + WRITE_DOWN_REST_MS)
          : this.#heldSinceMs,
      );
    }
    if (this.#saidAtMs !== null) due.push(this.#saidAtMs + WORDS_EVERY_MS);
    this.#due.at(due.length === 0 ? null : Math.max(this.#againAtMs, Math.min(...due)));
  }

  /** Until the alarm of a session that died readers must know whom to ask: the first of a while is written at once. */
  #isAnnounced(heldSinceMs: number): boolean {
    return heldSinceMs + WRITE_DOWN_WITHIN_MS + LIVE_HOLD_MS <= this.#announcedUntilMs;
  }

  /**
   * Resolves when readers find what is held: written down, or by asking here. Nobody is told that it is kept before. False when
   * there is no sketch any more that it could be kept of.
   */
  async announced(): Promise<boolean> {
    if (this.#heldSinceMs === null) await this.#settled();
    else if (!this.#isAnnounced(this.#heldSinceMs)) await this.flush().catch(() => undefined);
    return !this.#isGone;
  }

  /** Writes what is held, all of it. `isResting`: nobody draws, so that readers need not ask. */
  flush(isResting = false): Promise<void> {
    return this.#queue(async () => {
      const { commit } = this.#services;
      const taken = this.#take(isResting);
      if (!taken) return;
      await this.#try(taken, isResting, async () => {
        const results = await commit(taken.statements);
        if (Array.isArray(results) && metaOf(results.at(-1))?.changes === 0)
          throw new Error("there is no sketch to write down for");
        await this.#poke(taken, results);
      });
    });
  }

  /** Only a poke: if it is lost, or the batch was another's, the sweep finds the rows. */
  async #poke({ retires }: Taken, results: unknown): Promise<void> {
    const said = Array.isArray(results) ? results : [];
    for (const [at, outboxId] of retires)
      if (metaOf(said[at])?.changes) await this.#services.pokeOutbox(outboxId);
  }

  /** For readers: however many ask, one batch in a while. */
  asked(): Promise<void> {
    if (this.#heldSinceMs === null && this.#saidAtMs === null) return this.#settled();
    this.#asked ??= this.#afterAWhile().finally(() => {
      this.#asked = null;
    });
    return this.#asked;
  }

  /** A device that takes the pen reads a few times in a second, and draws only then: the first ones do not wait. */
  async #afterAWhile(): Promise<void> {
    for (let waitMs; (waitMs = spend(this.#askedBudget, ASKED, Date.now())) > 0;)
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    await this.flush();
  }

  async #settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  /**
   * Writes what is held along with a batch of somebody else's. `run` says whether the batch was written; where it throws it was
   * not. What cannot be written never keeps the ledger from being told.
   */
  along<T>(
    run: (statements: readonly Statement[]) => Promise<{ result: T; isWritten: boolean }>,
    isResting: boolean,
  ): Promise<T> {
    return this.#queue(async () => {
      const taken = this.#failures < FAILURES_ALONG ? this.#take(isResting) : null;
      if (!taken) return (await run([])).result;
      try {
        let result: T | undefined;
        await this.#try(taken, isResting, async () => {
          const ran = await run(taken.statements);
          result = ran.result;
          if (!ran.isWritten) throw new NotWritten();
        });
        return result as T;
      } catch (error) {
        if (error instanceof NotWritten) return (await run([])).result;
        throw error;
      }
    });
  }

  #queue<T>(write: () => Promise<T>): Promise<T> {
    const next = this.#writing.then(write, write);
    this.#writing = next.catch(() => undefined);
    return next;
  }

  #take(isResting: boolean): Taken | null {
    const isDone = this.#heldSinceMs === null && this.#saidAtMs === null;
    // With nothing left to write there is still to say that nobody needs to ask.
    if (isDone && !(isResting && this.#announcedUntilMs > Date.now())) return null;
    const { pictures, sketches, storage } = this.#services;
    const sketchId = this.#sketchId;
    // A batch of this sketch is known by its time.
    const nowMs = Math.max(Date.now(), this.#writtenAtMs + 1);
    const kept = this.#pictures;
    const pieces = this.#pieces;
    const settings = this.#settings;
    this.#pictures = [];
    this.#pieces = [];
    this.#settings = null;
    this.#heldSinceMs = null;
    this.#saidAtMs = null;
    this.#writtenAtMs = nowMs;
    // From its batch on nobody asks any more.
    if (isResting) this.#announcedUntilMs = 0;
    const bytes = [...kept, ...pieces].reduce((sum, row) => sum + row.bytes, 0);
    const holdsUntilMs = isResting ? 0 : nowMs + HOLDS_FOR_MS;
    const picturesThrough = this.#host.through();
    // It lies there already: whether there is room was asked before it was put.
    const coming = {
      pictures: kept,
      pieces: pieces.map((row) => ({ index: row.chunkIndex, bytes: row.bytes })),
    };
    const statements: Statement[] = bytes > 0 ? [storage.storing(sketchId, coming)] : [];
    const retires: Taken["retires"] = [];
    for (const row of kept) {
      const outboxId = newId("request");
      retires.push([statements.length, outboxId]);
      statements.push(pictures.retire(row, outboxId, nowMs, row), pictures.keep(row));
    }
    statements.push(...sketches.appendChunks(pieces));
    statements.push(sketches.wrote(sketchId, { nowMs, holdsUntilMs, picturesThrough, settings }));
    return { bytes, pictures: kept, pieces, settings, statements, retires };
  }

  async #try(taken: Taken, isResting: boolean, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
      if (!isResting) this.#announcedUntilMs = this.#writtenAtMs + HOLDS_FOR_MS;
      this.#againAtMs = -Infinity;
      this.#failures = 0;
      this.#heldBytes -= taken.bytes;
      this.#host.wrote(taken.settings);
    } catch (error) {
      await this.#giveBack(taken, error);
      throw error;
    } finally {
      this.#arm();
    }
  }

  /** Held again, before what came meanwhile; or, for a sketch that is gone, removed: what came too late must not outlive it. */
  async #giveBack(taken: Taken, error: unknown): Promise<void> {
    const { sketches, media } = this.#services;
    const isOurs = !(error instanceof NotWritten || error instanceof LedgerError);
    if (isOurs) {
      this.#failures += 1;
      log("error", "not_written_down", { sketchId: this.#sketchId, pictures: taken.pictures.length }, error);
      const row = await sketches.anyById(this.#sketchId).catch(() => null);
      if (row === undefined) {
        this.#isGone = true;
        return clear(media, sketchPrefix(this.#sketchId)).catch(() => undefined);
      }
    }
    const nowMs = Date.now();
    this.#pictures = [...taken.pictures, ...this.#pictures];
    this.#pieces = [...taken.pieces, ...this.#pieces];
    this.#settings ??= taken.settings;
    if (this.#pictures.length > 0 || this.#pieces.length > 0) this.#heldSinceMs ??= nowMs;
    if (this.#settings) this.#saidAtMs ??= nowMs;
    if (isOurs) this.#againAtMs = nowMs + AGAIN_MS;
  }
}

/** The batch was somebody else's before, and nothing of this one was done. */
class NotWritten extends Error {}
