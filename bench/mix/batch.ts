/** Queued work without end: what is next, and how much of it was done for good. */
import { BATCH, type BatchKind } from "./terms.ts";

/** How far the jobs in order are looked through for one whose model is there. */
const LOOK_AHEAD = 8;

export class Batch {
  readonly #waiting: BatchKind[] = [];
  #came = 0;
  /** Steps of jobs that are done. */
  #done = 0;
  /** The job in hand: its kind, and its steps that still count. */
  #inHand: { kind: BatchKind; step: number } | null = null;

  /** The first that can be run, or the first of all. */
  next(canRun: (kind: BatchKind) => boolean = () => true): BatchKind | null {
    while (this.#waiting.length < LOOK_AHEAD)
      this.#waiting.push(BATCH[this.#came++ % BATCH.length] ?? never());
    const at = this.#waiting.findIndex(canRun);
    const [kind] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!kind) return null;
    this.#inHand = { kind, step: 0 };
    return kind;
  }

  stepped(step: number): void {
    if (this.#inHand) this.#inHand.step = Math.min(step, this.#inHand.kind.steps);
  }

  finished(): void {
    this.#done += this.#inHand?.kind.steps ?? 0;
    this.#inHand = null;
  }

  /** Not made: it is next again, from its first step. */
  returned(): void {
    if (this.#inHand) this.#waiting.unshift(this.#inHand.kind);
    this.#inHand = null;
  }

  get hasFinished(): boolean {
    return this.#done > 0;
  }

  /** Steps that count, so far. */
  get steps(): number {
    return this.#done + (this.#inHand?.step ?? 0);
  }
}

function never(): never {
  throw new Error("there is no queued work");
}
