/** Roundings of the ledger, by name; a price's is in `packages/pricing`. */

/** The share of a balance that a block of live drawing may hold: at least 1 of what is there. */
export const blockShareRoundedUp = (available: number, share: number): number => Math.ceil(available / share);
