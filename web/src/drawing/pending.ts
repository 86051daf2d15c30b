import { encodeOperations, type Operation } from "./operation.ts";

/** Below the session's own limit for a chunk (262144 bytes), with room for one long stroke on top. */
const CHUNK_TARGET_BYTES = 96 * 1024;

interface Entry {
  operation: Operation;
  /** The chunk it was handed over in; null while it waits. */
  chunkId: number | null;
}

/** Operations that are not known to be stored, in drawing order. */
export class PendingOperations {
  #entries: Entry[] = [];

  get operations(): Operation[] {
    return this.#entries.map((entry) => entry.operation);
  }

  get hasWaiting(): boolean {
    return this.#entries.some((entry) => entry.chunkId === null);
  }

  add(operation: Operation): void {
    this.#entries.push({ operation, chunkId: null });
  }

  /** Operations from before all that are here; those that are here already are passed over. */
  putBefore(operations: readonly Operation[]): void {
    const known = new Set(this.#entries.map((entry) => entry.operation.id));
    const earlier = operations.filter(({ id }) => !known.has(id));
    this.#entries = [...earlier.map((operation) => ({ operation, chunkId: null })), ...this.#entries];
  }

  /** Hands what waits to `save`, which answers with the chunk's id, in chunks of bounded size. */
  handOver(save: (bytes: Uint8Array<ArrayBuffer>) => number): void {
    let group: Entry[] = [];
    let groupBytes = 0;
    const flush = (): void => {
      if (!group.length) return;
      const chunkId = save(encodeOperations(group.map((entry) => entry.operation)));
      for (const entry of group) entry.chunkId = chunkId;
      group = [];
      groupBytes = 0;
    };
    for (const entry of this.#entries) {
      if (entry.chunkId !== null) continue;
      const bytes = encodeOperations([entry.operation]).length;
      if (groupBytes + bytes > CHUNK_TARGET_BYTES) flush();
      group.push(entry);
      groupBytes += bytes;
    }
    flush();
  }

  /** The chunk is stored: its operations need no copy here any more. Says which they are. */
  stored(chunkId: number): string[] {
    return this.#forget((entry) => entry.chunkId === chunkId);
  }

  /** Forgets what `isStored` knows: it is in the log already. Says which that are. */
  dropStored(isStored: (id: string) => boolean): string[] {
    return this.#forget((entry) => entry.chunkId === null && isStored(entry.operation.id));
  }

  #forget(isDone: (entry: Entry) => boolean): string[] {
    const done = this.#entries.filter(isDone);
    if (done.length) this.#entries = this.#entries.filter((entry) => !isDone(entry));
    return done.map((entry) => entry.operation.id);
  }
}
