interface Timer {
  atMs: number;
  order: number;
  fire: () => void;
  live: boolean;
}

/** A clock that moves only when told, and the timers on it. Ties fire in the order they were set. */
export class SimClock {
  nowMs = 0;
  #heap: Timer[] = [];
  #order = 0;

  timer(delayMs: number, fire: () => void): () => void {
    const entry = { atMs: this.nowMs + Math.max(0, delayMs), order: this.#order++, fire, live: true };
    this.#push(entry);
    return () => {
      entry.live = false;
    };
  }

  /** Runs everything due until `untilMs`. Promises made by what fires are settled before the next fires. */
  async run(untilMs: number, done: () => boolean = () => false): Promise<void> {
    for (let fired = 0; ;) {
      const next = this.#heap[0];
      if (!next || next.atMs > untilMs) break;
      this.#pop();
      if (!next.live) continue;
      if (++fired > 2_000_000)
        throw new Error("the simulation spins: a timer keeps firing without time passing");
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.fire();
      for (let turn = 0; turn < 6; turn++) await Promise.resolve();
      if (done()) return;
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a];
    const y = this.#heap[b];
    return (
      x !== undefined && y !== undefined && (x.atMs < y.atMs || (x.atMs === y.atMs && x.order < y.order))
    );
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a];
    const y = this.#heap[b];
    if (!x || !y) return;
    this.#heap[a] = y;
    this.#heap[b] = x;
  }

  #push(entry: Timer): void {
    this.#heap.push(entry);
    for (let at = this.#heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #pop(): void {
    const last = this.#heap.pop();
    if (!last || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      let least = at;
      if (this.#before(left, least)) least = left;
      if (this.#before(left + 1, least)) least = left + 1;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }
}

/** Seeded, fast, good enough for simulations (mulberry32). Uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
