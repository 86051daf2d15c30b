import type { PictureHeader } from "@llamasketch/contract";

/** Where the time of the last picture went, each leg on one clock. */
export interface Budget {
  encodeMs: number;
  sessionMs: number;
  agentMs: number;
  produceMs: number;
  /** From the frame's leaving here to the picture's arriving. */
  roundTripMs: number;
}

const STROKES_REMEMBERED = 5;
const FRAMES_REMEMBERED = 16;

/** Keeps the last strokes' latencies, and when each frame left. */
export class LatencyMeter {
  #strokes: number[] = [];
  readonly #frames = new Map<number, { encodeMs: number; leftMs: number }>();
  budget: Budget | null = null;

  /** Median of the last strokes, pen-up to first picture. */
  get strokeMs(): number | null {
    const sorted = this.#strokes.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  frameLeft(version: number, encodeMs: number, nowMs: number): void {
    this.#frames.set(version, { encodeMs, leftMs: nowMs });
    const oldest = this.#frames.keys().next();
    if (this.#frames.size > FRAMES_REMEMBERED && !oldest.done) this.#frames.delete(oldest.value);
  }

  pictureCame(header: PictureHeader, strokeMs: readonly number[], nowMs: number): void {
    this.#strokes = [...this.#strokes, ...strokeMs].slice(-STROKES_REMEMBERED);
    const frame = this.#frames.get(header.version);
    if (!frame) return;
    const { sessionMs, agentMs, produceMs } = header;
    this.budget = {
      encodeMs: frame.encodeMs,
      sessionMs,
      agentMs,
      produceMs,
      roundTripMs: nowMs - frame.leftMs,
    };
  }
}
