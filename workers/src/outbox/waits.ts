/** Pure: how long an entry waits until it is tried again, and when it is given up. `random` gives numbers from 0 up to 1. */

const FIRST_WAIT_MS = 5000;
const GROWS = 3;
const LONGEST_WAIT_MS = 3_600_000;
/**
 * Failed tries in a row after which an entry is parked. With the waits between them they take from two and a half to five and a
 * half hours: longer than most outages of what an effect needs, and short enough for somebody to hear of it on the same day.
 */
export const TRIES = 12;

const FIRST_LATER_MS = 60_000;
const LONGEST_LATER_MS = 10 * 60_000;

/** From half of it to all of it, so that what failed together does not come back together. */
const spread = (waitMs: number, random: () => number): number => Math.round(waitMs * (0.5 + random() / 2));

/** After so many failed tries in a row, the first of which is 1. */
export const afterFailureMs = (failures: number, random: () => number): number =>
  spread(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * GROWS ** Math.min(failures - 1, TRIES)), random);

/** After an answer of `later` to the try of this number, the first of which is 1. */
export const afterLaterMs = (tries: number, random: () => number): number =>
  spread(Math.min(LONGEST_LATER_MS, FIRST_LATER_MS * 2 ** Math.min(tries - 1, 10)), random);
