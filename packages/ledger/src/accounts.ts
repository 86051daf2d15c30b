import type { Asset } from "./amount.ts";

/**
 * A holder's buckets are `granted` (perhaps with an expiry, each expiry an account of its own), `purchased` and `debt`; the
 * house (`sys`) has the others: credits come from `issued` or `adjusted`, and end in `revenue` or `expired`.
 */
export type Bucket = "granted" | "purchased" | "debt" | "issued" | "adjusted" | "revenue" | "expired";

export const HOUSE = "sys";
export const HOUSE_BUCKETS = ["issued", "adjusted", "revenue", "expired"] as const satisfies Bucket[];

/** An account is named by what it is. */
export const accountId = (
  holderId: string,
  asset: Asset,
  bucket: Bucket,
  expiresAtMs: number | null = null,
): string => `${holderId}/${asset}/${bucket}${expiresAtMs === null ? "" : `/${expiresAtMs}`}`;
