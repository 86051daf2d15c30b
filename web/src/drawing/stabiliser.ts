import type { Point } from "./view.ts";

/** How far the ink may trail behind the hand at full strength, ms. */
const LAG_MS = 160;
/** Nearer than this to the hand, in page units, the ink has arrived. */
const ARRIVED = 0.4;
const CATCH_UP_STEPS = 4;

/** Calms a hand: the ink follows it as if drawn behind on a slack string. */
export class Stabiliser {
  readonly #lagMs: number;
  #ink: Point;
  #hand: Point;
  #timeMs: number;

  /** `strength` is 0 to 1; 0 follows at once. */
  constructor(strength: number, start: Point, timeMs: number) {
    this.#lagMs = strength * LAG_MS;
    this.#ink = start;
    this.#hand = start;
    this.#timeMs = timeMs;
  }

  get isBehind(): boolean {
    return Math.hypot(this.#hand.x - this.#ink.x, this.#hand.y - this.#ink.y) > ARRIVED;
  }

  /** Where the ink is when the hand is at `hand`. */
  follow(hand: Point, timeMs: number): Point {
    this.#hand = hand;
    return this.wait(timeMs);
  }

  /** Where the ink is when the hand has rested where it was. */
  wait(timeMs: number): Point {
    const part = this.#lagMs > 0 ? 1 - Math.exp(-Math.max(0, timeMs - this.#timeMs) / this.#lagMs) : 1;
    this.#timeMs = timeMs;
    this.#ink = between(this.#ink, this.#hand, part);
    return this.#ink;
  }

  /** The hand lifts: the rest of the way to it. */
  catchUp(): Point[] {
    if (!this.isBehind) return [];
    const from = this.#ink;
    return Array.from({ length: CATCH_UP_STEPS }, (_, at) =>
      between(from, this.#hand, (at + 1) / CATCH_UP_STEPS),
    );
  }
}

const between = (a: Point, b: Point, part: number): Point => ({
  x: a.x + (b.x - a.x) * part,
  y: a.y + (b.y - a.y) * part,
});
