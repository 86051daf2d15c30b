/** Money: a whole number of units, always together with what it is a number of. */

export const ASSETS = ["credit", "token", "msat", "cent"] as const;
export type Asset = (typeof ASSETS)[number];

/** Beyond it a number is no longer exact on its way to the database and back. */
export const UNITS_MAX = Number.MAX_SAFE_INTEGER;

declare const checked: unique symbol;
/** Made by `amount` alone, so whoever holds one need not look again. */
export interface Amount<A extends Asset = Asset> {
  readonly asset: A;
  readonly units: number;
  readonly [checked]: true;
}

/** Throws a RangeError unless `units` is a whole number from 0 to UNITS_MAX. */
export function amount<A extends Asset>(asset: A, units: number): Amount<A> {
  if (!Number.isSafeInteger(units) || units < 0)
    throw new RangeError(`${units} is not an amount of ${asset}: whole units from 0 up`);
  return { asset, units } as Amount<A>;
}

export const add = <A extends Asset>(a: Amount<A>, b: Amount<A>): Amount<A> =>
  amount(a.asset, a.units + b.units);

/** Throws when `b` is more than `a`: an amount is never negative. */
export const subtract = <A extends Asset>(a: Amount<A>, b: Amount<A>): Amount<A> =>
  amount(a.asset, a.units - b.units);
