import type { PictureHeader } from "@llamasketch/contract";

/** Where the time of the last picture went, each leg on one clock. */
export interface Budget {
  encodeMs: number;
  sessionMs: number;
  agentMs: number;
  produceMs: number;
  /** From the frame's leaving here to the picture's arriving. */
  roundTripMs: number;
  /** Null until the picture is decoded. */
  decodeMs: number | null;
}

/** Of all strokes of this visit, pen-up to first picture. */
export interface StrokeTimes {
  count: number;
  p50Ms: number;
  p95Ms: number;
}

/** Strokes that the chip's number is the median of. */
const STROKES_LATELY = 5;
/** An hour of steady drawing; older strokes make room. */
const STROKES_REMEMBERED = 4000;
const FRAMES_REMEMBERED = 16;

/** Keeps the strokes' latencies, and when each frame left. */
export class LatencyMeter {
  readonly #strokes: number[] = [];
  #count = 0;
  readonly #frames = new Map<number, { encodeMs: number; leftMs: number }>();
  budget: Budget | null = null;
  strokes: StrokeTimes | null = null;

  /** Median of the last strokes, pen-up to first picture. */
  get strokeMs(): number | null {
    return quantile(this.#strokes.slice(-STROKES_LATELY), 0.5);
  }

  frameLeft(version: number, encodeMs: number, nowMs: number): void {
    this.#frames.set(version, { encodeMs, leftMs: nowMs });
    const oldest = this.#frames.keys().next();
    if (this.#frames.size > FRAMES_REMEMBERED && !oldest.done) this.#frames.delete(oldest.value);
  }

  pictureCame(header: PictureHeader, strokeMs: readonly number[], nowMs: number): void {
    if (strokeMs.length) this.#addStrokes(strokeMs);
    const frame = this.#frames.get(header.version);
    if (!frame) return;
    const { sessionMs, agentMs, produceMs } = header;
    this.budget = {
      encodeMs: frame.encodeMs,
      sessionMs,
      agentMs,
      produceMs,
      roundTripMs: nowMs - frame.leftMs,
      decodeMs: null,
    };
  }

  /** The newest picture is on screen. */
  pictureDecoded(decodeMs: number): void {
    if (this.budget) this.budget = { ...this.budget, decodeMs };
  }

  #addStrokes(strokeMs: readonly number[]): void {
    this.#strokes.push(...strokeMs);
    this.#strokes.splice(0, this.#strokes.length - STROKES_REMEMBERED);
    this.#count += strokeMs.length;
    this.strokes = {
      count: this.#count,
      p50Ms: quantile(this.#strokes, 0.5) ?? 0,
      p95Ms: quantile(this.#strokes, 0.95) ?? 0,
    };
  }
}

function quantile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null;
}
