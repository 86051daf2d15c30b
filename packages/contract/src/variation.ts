/** Variations: the same canvas under other seeds, which everybody derives alike. */

/** As many as a canvas may have; their numbers begin at 1. */
export const VARIATIONS_MAX = 4;

/** The golden ratio's share of 2^32: neighbours' seeds lie far apart. */
const SEED_STEP = 2_654_435_761;
const U32 = 0x1_0000_0000;

/** The seed that variation `variation` of a canvas is drawn with: (seed + variation x 2654435761) mod 2^32. */
export const variationSeed = (seed: number, variation: number): number =>
  (seed + variation * SEED_STEP) % U32;
