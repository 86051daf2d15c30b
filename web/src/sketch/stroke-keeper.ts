import type { LiveSketch } from "@llamasketch/live-client";
import { LocalCopy, UNMADE } from "../drawing/local-copy.ts";
import type { Operation } from "../drawing/operation.ts";
import { PendingOperations } from "../drawing/pending.ts";

/** Keeps every operation somewhere safe until the session has stored it. */
export class StrokeKeeper {
  readonly #pending = new PendingOperations();
  readonly #copy: LocalCopy;
  #sketch: string;

  constructor(copy: LocalCopy, sketchId: string | null) {
    this.#copy = copy;
    this.#sketch = sketchId ?? UNMADE;
  }

  get operations(): Operation[] {
    return this.#pending.operations;
  }
  get hasWaiting(): boolean {
    return this.#pending.hasWaiting;
  }

  add(operation: Operation): void {
    this.#pending.add(operation);
    this.#write();
  }

  /** Takes over what earlier tabs left unsaved. */
  adopt(): void {
    for (const operation of this.#copy.adopt(this.#sketch)) this.#pending.add(operation);
  }

  /** The server has made the sketch: the copy moves to its id. */
  made(sketchId: string): void {
    this.#copy.write(this.#sketch, []);
    this.#sketch = sketchId;
    this.#write();
  }

  handOver(live: LiveSketch): void {
    this.#pending.handOver((bytes) => {
      const chunkId = live.state.nextChunk;
      live.saveChunk(bytes);
      return chunkId;
    });
  }

  stored(chunkId: number): void {
    this.#pending.stored(chunkId);
    this.#write();
  }

  dropStored(isStored: (id: string) => boolean): void {
    this.#pending.dropStored(isStored);
    this.#write();
  }

  #write(): void {
    this.#copy.write(this.#sketch, this.#pending.operations);
  }
}
