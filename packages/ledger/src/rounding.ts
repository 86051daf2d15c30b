/** Every rounding of money there is, by name. Divisors are above 0; results are whole units. */

/** A price: work of less than a unit costs the whole unit, as the price list says. */
export const priceRoundedUp = (units: number): number => Math.ceil(roundedNoise(units));

/** What a payment of `paid` buys at `per` each: what does not make a whole unit is not credited. */
export const boughtRoundedDown = (paid: number, per: number): number => Math.floor(paid / per);

/** The share of a balance that a block of live drawing may hold: at least 1 of what is there. */
export const blockShareRoundedUp = (available: number, share: number): number => Math.ceil(available / share);

/** 1.1 x 10 is 11.000000000000002: a price is not a unit higher for that. */
const roundedNoise = (units: number): number => Number(units.toPrecision(12));
