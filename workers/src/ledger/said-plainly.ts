import type { LedgerRefusal } from "@llamasketch/ledger";
import { ApiError } from "../http/errors.ts";
import { LedgerError } from "./commit-ledger.ts";

const SAID: Partial<Record<LedgerRefusal, () => ApiError>> = {
  insufficient: () =>
    new ApiError("insufficient_credits", "Not enough credits.", {
      hint: "Nothing was charged. GET /api/plans says how to have more.",
    }),
  in_debt: () =>
    new ApiError("insufficient_credits", "A payment was taken back, and its credits had been spent.", {
      hint: "Nothing was charged. The next credits you buy settle it first.",
    }),
  quote_unknown: () =>
    new ApiError("conflict", "This price was never promised.", { hint: "Ask for a new one." }),
  quote_expired: () => new ApiError("conflict", "This price has expired.", { hint: "Ask for a new one." }),
  quote_spent: () => new ApiError("conflict", "This price was used already.", { hint: "Ask for a new one." }),
  quote_mismatch: () =>
    new ApiError("conflict", "This price was promised for something else.", { hint: "Ask for a new one." }),
};

/** What a refusal of the ledger is to a caller; any other error stays what it is. */
export const saidPlainly = (error: unknown): unknown =>
  error instanceof LedgerError ? (SAID[error.refusal]?.() ?? error) : error;
