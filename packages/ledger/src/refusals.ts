/** What the schema says when it refuses, after `ledger:`. A closed list; the rules are in `migrations/0003` and `0004`. */
export const REFUSALS = [
  "account_unknown",
  "already_resolved",
  "bad_pictures",
  "block_gap",
  "block_taken",
  "expired",
  "hold_mismatch",
  "hold_not_found",
  "id_reused",
  "immutable",
  "in_debt",
  "insufficient",
  "not_empty",
  "not_expired",
  "other_asset",
  "quote_expired",
  "quote_mismatch",
  "quote_spent",
  "quote_unknown",
  "too_large",
  "unbalanced",
] as const;
export type LedgerRefusal = (typeof REFUSALS)[number];

/** The refusal that this error, or what caused it, carries; null for any other failure. */
export function refusalOf(error: unknown): LedgerRefusal | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const [, code] = /\bledger:([a-z_]+)/.exec(at.message) ?? [];
    const known = REFUSALS.find((refusal) => refusal === code);
    if (known) return known;
  }
  return null;
}
