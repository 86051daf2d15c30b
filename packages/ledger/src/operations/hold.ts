import type { Amount } from "../amount.ts";
import { holdFor } from "../causes.ts";
import { insertOperation, type SqlStatement } from "../statement.ts";

/**
 * Credits are set aside for a piece of work, over as many buckets as it takes, what expires first before what never does.
 * Said again it is success without effect, whatever was granted or spent since: so whoever spends a hold writes a row of
 * its own in the same batch, and reads the state when nothing changed.
 */
export interface Hold {
  kind: "hold";
  workId: string;
  holderId: string;
  amount: Amount;
  /** The price that was promised; then the amount must be its. */
  quoteId: string | null;
  /** `sketch:…`: what the statement names. */
  reference: string | null;
  atMs: number;
  /** From then on the sweep asks whether the work still goes on. */
  expiresAtMs: number;
}

export const hold = (command: Hold): SqlStatement[] => [
  insertOperation({
    id: holdFor(command.workId),
    kind: "hold",
    holder_id: command.holderId,
    asset: command.amount.asset,
    amount: command.amount.units,
    quote_id: command.quoteId,
    reference: command.reference,
    at: command.atMs,
    expires_at: command.expiresAtMs,
  }),
];
