/** How long a line still takes, judged by how it has moved since one joined it. */
export interface LineEta {
  etaMs: number;
  /** What the judgement rests on: so many places in so much time. */
  places: number;
  overMs: number;
}

export class LineWatch {
  #joined: { position: number; atMs: number } | null = null;
  #moved: { position: number; atMs: number } | null = null;
  /** The same object until something changes. */
  eta: LineEta | null = null;

  /** The place in line, told at `nowMs`; null when there is no line any more. */
  at(position: number | null, nowMs: number): void {
    if (position === null) {
      this.#joined = null;
      this.#moved = null;
      this.eta = null;
    } else if (!this.#joined || position > (this.#moved ?? this.#joined).position) {
      // A line that grew in front is another line.
      this.#joined = { position, atMs: nowMs };
      this.#moved = null;
      this.eta = null;
    } else if (position < (this.#moved ?? this.#joined).position) {
      this.#moved = { position, atMs: nowMs };
      const places = this.#joined.position - position;
      const overMs = nowMs - this.#joined.atMs;
      this.eta = { etaMs: (overMs / places) * position, places, overMs };
    }
  }
}
