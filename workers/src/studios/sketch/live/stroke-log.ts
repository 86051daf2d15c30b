/**
 * Appends chunks to a sketch's stroke log, in the order in which they came. Those that come close together are one piece. A piece
 * lies where its place in the log says, put where none lay: what is in the media store is the log, and its rows follow.
 */
import { CHUNKS_EVERY_MS, PIECE_CHUNKS_MAX, type ChunkHeader } from "@llamasketch/contract";
import type { StrokeChunkRow } from "@llamasketch/db";
import { logKey, logPrefix, numberOfKey } from "../../../media/keys.ts";
import type { Ports } from "../../../ports.ts";
import { noted, objectsAfter, pieceNoteOf, putIfAbsent, type PieceNote } from "./live-object.ts";
import type { ObjectBudget } from "./object-budget.ts";
import type { StoredRoom } from "./stored-room.ts";
import { tryToStore } from "./storing.ts";

/** Its place in the log; null: it could not be stored now; `full`: its owner may store no more. */
export type ChunkFate = number | null | "full";

interface Waiting {
  header: ChunkHeader;
  bytes: Uint8Array;
  done: (fate: ChunkFate) => void;
}

export interface StrokeLogHost {
  /** False while somebody follows the log at its heels: then nothing waits. */
  mayWait(): boolean;
  /** It is stored; its row is to be written. */
  stored(row: StrokeChunkRow): void;
}

/** A piece is read whole: beyond this the next one begins. */
const PIECE_MAX_BYTES = 524_288;

export class StrokeLog {
  readonly #services: Ports;
  readonly #sketchId: string;
  readonly #room: StoredRoom;
  readonly #budget: ObjectBudget;
  readonly #host: StrokeLogHost;
  #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #storedAtMs = -Infinity;
  /** What stands in the log, as last read; null: to be read. */
  #known: { pieces: number; indexOf: Map<number, number> } | null = null;
  /** Pieces up to there were read or put by this life: their rows are written, or are held. */
  #heldTo = 0;
  /** One store at a time: the log's order is the order of arrival. */
  #storing: Promise<void> = Promise.resolve();
  puts = 0;

  constructor(
    services: Ports,
    sketchId: string,
    room: StoredRoom,
    budget: ObjectBudget,
    host: StrokeLogHost,
  ) {
    this.#services = services;
    this.#room = room;
    this.#sketchId = sketchId;
    this.#budget = budget;
    this.#host = host;
  }

  append(header: ChunkHeader, bytes: Uint8Array): Promise<ChunkFate> {
    if (!this.#room.take(bytes.length)) return Promise.resolve("full");
    return new Promise<ChunkFate>((done) => {
      this.#waiting.push({ header, bytes, done });
      const dueMs = this.#storedAtMs + CHUNKS_EVERY_MS - Date.now();
      if (dueMs <= 0 || !this.#host.mayWait() || this.#isPieceFull()) void this.flush();
      else this.#timer ??= setTimeout(() => void this.flush(), dueMs);
    }).finally(() => this.#room.ended(bytes.length));
  }

  /** Stores what waits, and resolves when nothing is being stored any more. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length > 0) {
      this.#storedAtMs = Date.now();
      this.#storing = this.#storing.then(() => this.#storeWaiting());
    }
    return this.#storing;
  }

  /** Number of pieces in the log. */
  async pieces(): Promise<number> {
    return (await this.#read()).pieces;
  }

  #isPieceFull(): boolean {
    return (
      this.#waiting.length >= PIECE_CHUNKS_MAX ||
      this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0) >= PIECE_MAX_BYTES
    );
  }

  /** Piece by piece, each as soon as this sketch may put another object: what comes meanwhile goes with it. */
  async #storeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const waitMs = this.#budget.spend(Date.now());
      if (waitMs > 0) {
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        continue;
      }
      await this.#store(this.#nextPiece());
    }
  }

  #nextPiece(): Waiting[] {
    const [first] = this.#waiting;
    let bytes = 0;
    let count = 0;
    for (const chunk of this.#waiting) {
      bytes += chunk.bytes.length;
      const fits = count < PIECE_CHUNKS_MAX && bytes <= PIECE_MAX_BYTES;
      // A piece is of one pen.
      if (count > 0 && (!fits || chunk.header.epoch !== first?.header.epoch)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #store(waiting: Waiting[]): Promise<void> {
    const stored = await tryToStore("strokes", this.#sketchId, () => this.#append(waiting));
    if (!stored) this.#known = null;
    for (const { header, done } of waiting) done(stored?.get(header.chunkId) ?? null);
  }

  /** The place of each chunk in the log, put there unless it was before. */
  async #append(waiting: readonly Waiting[]): Promise<Map<number, number>> {
    // Read anew after a failure: nobody can tell whether that piece was stored.
    const known = await this.#read();
    this.#known = null;
    const fresh = waiting.filter(
      ({ header }, at) =>
        !known.indexOf.has(header.chunkId) &&
        waiting.findIndex((other) => other.header.chunkId === header.chunkId) === at,
    );
    const last = fresh.at(-1);
    if (last) {
      const isOurs = await this.#put(known.pieces, fresh, last.header);
      // Another life of this session wrote there: what it wrote is read first.
      if (!isOurs) return this.#append(waiting);
      for (const { header } of fresh) known.indexOf.set(header.chunkId, known.pieces);
      known.pieces += 1;
    }
    this.#known = known;
    return known.indexOf;
  }

  /** False when this place in the log is taken. */
  async #put(index: number, chunks: readonly Waiting[], { epoch, version }: ChunkHeader): Promise<boolean> {
    const bytes = joined(chunks.map((chunk) => chunk.bytes));
    const chunkIds = chunks.map(({ header }) => header.chunkId);
    const note = { epoch, version, chunkIds, createdAt: Date.now() };
    const options = { customMetadata: noted(note) };
    const isOurs = await putIfAbsent(this.#services.media, logKey(this.#sketchId, index), bytes, options);
    this.puts += 1;
    if (isOurs) this.#hold(index, note, bytes.length);
    return isOurs;
  }

  #hold(chunkIndex: number, { epoch, version, chunkIds, createdAt }: PieceNote, bytes: number): void {
    const sketchId = this.#sketchId;
    const objectKey = logKey(sketchId, chunkIndex);
    const place = { sketchId, chunkIndex, chunkIds: JSON.stringify(chunkIds), epoch, version };
    this.#host.stored({ ...place, bytes, objectKey, createdAt });
    this.#heldTo = chunkIndex + 1;
  }

  /** The rows, and behind them what lies in the store alone: its rows are held from now on. */
  async #read(): Promise<{ pieces: number; indexOf: Map<number, number> }> {
    if (this.#known) return this.#known;
    const { sketches, media } = this.#services;
    const rows = await sketches.chunkIds(this.#sketchId);
    const indexOf = new Map(
      rows.flatMap(({ index, chunkIds }) =>
        (JSON.parse(chunkIds) as number[]).map((id) => [id, index] as const),
      ),
    );
    let pieces = (rows.at(-1)?.index ?? -1) + 1;
    const after = pieces === 0 ? logPrefix(this.#sketchId) : logKey(this.#sketchId, pieces - 1);
    this.#heldTo = Math.max(this.#heldTo, pieces);
    for await (const object of objectsAfter(media, logPrefix(this.#sketchId), after)) {
      const note = pieceNoteOf(object);
      // Beyond a gap nothing is part of the log.
      if (!note || numberOfKey(object.key) !== pieces) break;
      for (const id of note.chunkIds) indexOf.set(id, pieces);
      if (pieces >= this.#heldTo) this.#hold(pieces, note, object.size);
      pieces += 1;
    }
    this.#known = { pieces, indexOf };
    return this.#known;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
