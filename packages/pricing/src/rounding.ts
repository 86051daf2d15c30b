import { IDLE_TIME } from "@llamasketch/contract";

/** A price: work of less than a unit costs the whole unit, as the price list says. */
export const priceRoundedUp = (units: number): number => Math.ceil(withoutNoise(units));

/** In idle time: a part of the exact price, not of what it was rounded to, so that nothing is rounded twice. */
export const idlePriceRoundedUp = (units: number): number =>
  Math.max(IDLE_TIME.leastUnits, priceRoundedUp(units * IDLE_TIME.factor));

/** 1.1 x 10 is 11.000000000000002: a price is not a unit higher for that. */
const withoutNoise = (units: number): number => Number(units.toPrecision(12));
