/** How often a job is tried, and when again. */

/** A job that this many hosts tried in vain is taken for what breaks hosts, and kept from the others. */
export const HOSTS_MAX = 3;
/** Where there are fewer hosts it is tried this often. */
export const TRIES_MAX = 5;
/** Runs in all, those that nobody is to blame for among them: a job handed back for ever ends too. */
export const RUNS_MAX = 100;
/** Hosts that must agree that the inputs are wrong: one may be wrong itself. */
export const REFUSALS_MAX = 2;

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Wait before the next run after `tries` that failed, ms; `random` from 0 to 1 spreads those that failed together. */
export const backoffMs = (tries: number, random: number): number =>
  Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, tries - 1)) * (0.5 + random));
