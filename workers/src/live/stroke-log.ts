/** Appends chunks to a sketch's stroke log, in the order in which they came. Those that come close together are one piece. */
import { CHUNKS_EVERY_MS, type ChunkHeader } from "@llamasketch/contract";
import { newStrokesKey } from "../media/keys.ts";
import type { Services } from "../services.ts";
import { isStorageFull } from "../http/errors.ts";
import type { StoredRoom } from "./stored-room.ts";
import { tryToStore } from "./storing.ts";

/** Its place in the log; null: it could not be stored now; `full`: its owner may store no more. */
export type ChunkFate = number | null | "full";

interface Waiting {
  header: ChunkHeader;
  bytes: Uint8Array;
  done: (fate: ChunkFate) => void;
}

/** A piece is read whole: beyond this the next one begins. */
const PIECE_MAX_BYTES = 524_288;
/** That a sketch was drawn on is noted this often: a list of sketches shows minutes. */
const TOUCH_EVERY_MS = 60_000;

export class StrokeLog {
  readonly #services: Services;
  readonly #sketchId: string;
  readonly #room: StoredRoom;
  /** False while somebody follows the log at its heels: then nothing waits. */
  readonly #mayWait: () => boolean;
  #waiting: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #storedAtMs = -Infinity;
  #touchedAtMs = -Infinity;
  /** What stands in the log, as last read; null: to be read. */
  #known: { pieces: number; indexOf: Map<number, number> } | null = null;
  /** One store at a time: the log's order is the order of arrival. */
  #storing: Promise<void> = Promise.resolve();
  puts = 0;

  constructor(services: Services, sketchId: string, room: StoredRoom, mayWait: () => boolean) {
    this.#services = services;
    this.#room = room;
    this.#sketchId = sketchId;
    this.#mayWait = mayWait;
  }

  append(header: ChunkHeader, bytes: Uint8Array): Promise<ChunkFate> {
    if (!this.#room.take(bytes.length)) return Promise.resolve("full");
    return new Promise<ChunkFate>((done) => {
      this.#waiting.push({ header, bytes, done });
      const dueMs = this.#storedAtMs + CHUNKS_EVERY_MS - Date.now();
      if (dueMs <= 0 || !this.#mayWait() || this.#waitingBytes() >= PIECE_MAX_BYTES) void this.flush();
      else this.#timer ??= setTimeout(() => void this.flush(), dueMs);
    }).finally(() => this.#room.ended(bytes.length));
  }

  /** Stores what waits, and resolves when nothing is being stored any more. */
  flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0) {
      this.#storedAtMs = Date.now();
      this.#storing = this.#storing.then(() => this.#store(waiting));
    }
    return this.#storing;
  }

  /** Number of pieces in the log. */
  async pieces(): Promise<number> {
    return (await this.#read()).pieces;
  }

  #waitingBytes(): number {
    return this.#waiting.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  async #store(waiting: Waiting[]): Promise<void> {
    let isFull = false;
    const stored = await tryToStore("strokes", this.#sketchId, () =>
      this.#append(waiting).catch((error: unknown) => {
        if (!isStorageFull(error)) throw error;
        // Others of the same person took the room meanwhile: not to be tried again now.
        isFull = true;
        return null;
      }),
    );
    if (isFull) this.#room.refused();
    if (!stored) this.#known = null;
    for (const { header, done } of waiting) done(stored?.get(header.chunkId) ?? (isFull ? "full" : null));
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
    const { media, sketches, storage, commit } = this.#services;
    const sketchId = this.#sketchId;
    const objectKey = newStrokesKey(sketchId);
    const bytes = joined(chunks.map((chunk) => chunk.bytes));
    await media.put(objectKey, bytes);
    this.puts += 1;
    const nowMs = Date.now();
    const isTouched = nowMs < this.#touchedAtMs + TOUCH_EVERY_MS;
    const row = {
      sketchId,
      chunkIndex: index,
      chunkIds: JSON.stringify(chunks.map(({ header }) => header.chunkId)),
      epoch,
      version,
      bytes: bytes.length,
      objectKey,
      createdAt: nowMs,
    };
    const coming = { pieces: [{ index, bytes: bytes.length }] };
    const statements = [
      storage.storing(sketchId, coming, this.#room.budgetBytes),
      sketches.appendChunks(row),
    ];
    try {
      await commit(isTouched ? statements : [...statements, sketches.touch(sketchId, nowMs)]);
    } catch (error) {
      // What came too late for a sketch that is gone must not outlive it; what there was no room for is not there either.
      if (isStorageFull(error) || !(await sketches.exists(sketchId))) await media.delete(objectKey);
      throw error;
    }
    if (!isTouched) this.#touchedAtMs = nowMs;
    const stands = (await sketches.chunkAt(sketchId, index))[0]?.objectKey === objectKey;
    if (!stands) await media.delete(objectKey);
    return stands;
  }

  async #read(): Promise<{ pieces: number; indexOf: Map<number, number> }> {
    if (this.#known) return this.#known;
    const rows = await this.#services.sketches.chunkIds(this.#sketchId);
    const indexOf = new Map(
      rows.flatMap(({ index, chunkIds }) =>
        (JSON.parse(chunkIds) as number[]).map((id) => [id, index] as const),
      ),
    );
    this.#known = { pieces: (rows.at(-1)?.index ?? -1) + 1, indexOf };
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
