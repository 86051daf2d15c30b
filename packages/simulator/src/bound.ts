/** The least any service could do: the newest canvas at every turn, round robin, nothing spent on transport. */
import { INK_EVERY_MS, type TimedStroke } from "./hand.ts";

/**
 * Pen-up → picture for every stroke, ms, when one producer of `produceMs` serves all hands in a circle, takes each
 * canvas as it is at the start of its turn, and skips hands whose canvas has not changed since it was last taken.
 */
export function boundLatenciesMs(hands: readonly TimedStroke[][], produceMs: number): number[] {
  const latencies: number[] = [];
  const owed = hands.map(() => 0);
  const takenAtMs = hands.map(() => -Infinity);
  let nowMs = 0;
  let turn = 0;
  for (;;) {
    let served = -1;
    for (let step = 0; step < hands.length && served < 0; step++) {
      const hand = (turn + step) % hands.length;
      if (changedBetween(hands[hand] ?? [], takenAtMs[hand] ?? 0, nowMs)) served = hand;
    }
    if (served < 0) {
      const nextMs = Math.min(
        ...hands.map((strokes, hand) => nextInkMs(strokes, Math.max(nowMs, takenAtMs[hand] ?? 0))),
      );
      if (nextMs === Infinity) return latencies;
      nowMs = Math.max(nextMs, nowMs + 1e-6);
      continue;
    }
    takenAtMs[served] = nowMs;
    const strokes = hands[served] ?? [];
    let first = owed[served] ?? 0;
    for (; first < strokes.length && (strokes[first]?.upMs ?? Infinity) <= nowMs; first++) {
      latencies.push(nowMs + produceMs - (strokes[first]?.upMs ?? 0));
    }
    owed[served] = first;
    nowMs += produceMs;
    turn = served + 1;
  }
}

/** Instants at which ink appears: pen down, every 16 ms, pen up. */
function nextInkMs(strokes: readonly TimedStroke[], afterMs: number): number {
  for (const { downMs, upMs } of strokes) {
    if (upMs <= afterMs) continue;
    if (downMs > afterMs) return downMs;
    return Math.min(upMs, downMs + (Math.floor((afterMs - downMs) / INK_EVERY_MS) + 1) * INK_EVERY_MS);
  }
  return Infinity;
}

const changedBetween = (strokes: readonly TimedStroke[], takenMs: number, nowMs: number): boolean =>
  nextInkMs(strokes, takenMs) <= nowMs;
