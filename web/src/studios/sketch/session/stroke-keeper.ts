import type { LiveSketch } from "@llamasketch/live-client";
import { UNMADE, type LocalCopy } from "../../../drawing/local-copy.ts";
import type { Operation } from "../../../drawing/operation.ts";
import { PendingOperations } from "../../../drawing/pending.ts";

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
    this.#copy.add(this.#sketch, operation);
  }

  /** Takes over what earlier tabs left unsaved. */
  async adopt(): Promise<void> {
    this.#pending.putBefore(await this.#copy.adopt(this.#sketch));
  }

  /** The server has made the sketch: the copy moves to its id. */
  made(sketchId: string): void {
    this.#sketch = sketchId;
    this.#copy.made(sketchId);
  }

  handOver(live: LiveSketch): void {
    this.#pending.handOver((bytes) => {
      const chunkId = live.state.nextChunk;
      live.saveChunk(bytes);
      return chunkId;
    });
  }

  stored(chunkId: number): void {
    this.#copy.remove(this.#pending.stored(chunkId));
  }

  dropStored(isStored: (id: string) => boolean): void {
    this.#copy.remove(this.#pending.dropStored(isStored));
  }
}
