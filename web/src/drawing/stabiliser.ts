import type { Point } from "./view.ts";

/** How far the ink may trail behind the hand at full strength: in time, and by the length of its string, CSS px. */
const LAG_MS = 100;
const STRING_PX = 14;
/** Nearer than this to the hand, in page units, the ink has arrived. */
const ARRIVED = 0.4;
const CATCH_UP_STEPS = 4;

/** Calms a hand: the ink follows it as if drawn behind on a slack string. */
export class Stabiliser {
  readonly #lagMs: number;
  readonly #string: number;
  #ink: Point;
  #hand: Point;
  #timeMs: number;

  /** `strength` is 0 to 1; 0 follows at once. `unitPx` is how many CSS px a page unit has on the screen. */
  constructor(strength: number, start: Point, timeMs: number, unitPx: number) {
    this.#lagMs = strength * LAG_MS;
    this.#string = (strength * STRING_PX) / unitPx;
    this.#ink = start;
    this.#hand = start;
    this.#timeMs = timeMs;
  }

  get isBehind(): boolean {
    return this.#distance > this.#string + ARRIVED;
  }

  /** Where the ink is when the hand is at `hand`. */
  follow(hand: Point, timeMs: number): Point {
    this.#hand = hand;
    return this.wait(timeMs);
  }

  /** Where the ink is when the hand has rested where it was. */
  wait(timeMs: number): Point {
    // A slack string pulls nothing: small sways of the hand stay without effect.
    const pulled = this.#distance > 0 ? Math.max(0, 1 - this.#string / this.#distance) : 0;
    const part = this.#lagMs > 0 ? 1 - Math.exp(-Math.max(0, timeMs - this.#timeMs) / this.#lagMs) : 1;
    this.#timeMs = timeMs;
    this.#ink = between(this.#ink, this.#hand, part * pulled);
    return this.#ink;
  }

  /** The hand lifts: the rest of the way to it. */
  catchUp(): Point[] {
    if (this.#distance <= ARRIVED) return [];
    const from = this.#ink;
    return Array.from({ length: CATCH_UP_STEPS }, (_, at) =>
      between(from, this.#hand, (at + 1) / CATCH_UP_STEPS),
    );
  }

  get #distance(): number {
    return Math.hypot(this.#hand.x - this.#ink.x, this.#hand.y - this.#ink.y);
  }
}

const between = (a: Point, b: Point, part: number): Point => ({
  x: a.x + (b.x - a.x) * part,
  y: a.y + (b.y - a.y) * part,
});
