import type { Amount } from "../amount.ts";
import { insertOperation, operationKnown, type SqlStatement } from "../statement.ts";

/**
 * Credits come to a holder: given (`grant`, perhaps until a time), bought (`purchase`), or put right by an operator
 * (`adjust_in`). What the holder owes is paid first.
 */
export type Issue = {
  /** From `CAUSES`. */
  id: string;
  holderId: string;
  amount: Amount;
  reference: string | null;
  atMs: number;
  /** Only if the id was never said, for whatever amount: then that one stands. */
  ifNew?: boolean;
} & (
  | {
      kind: "grant" | "adjust_in";
      /** What is not spent by then is gone; null: never. */
      bucketExpiresAtMs: number | null;
    }
  | { kind: "purchase"; bucketExpiresAtMs: null }
);

export function issue(command: Issue): SqlStatement[] {
  const row = {
    id: command.id,
    kind: command.kind,
    holder_id: command.holderId,
    asset: command.amount.asset,
    amount: command.amount.units,
    bucket_expires_at: command.bucketExpiresAtMs,
    reference: command.reference,
    at: command.atMs,
  };
  return [insertOperation(row, command.ifNew ? operationKnown(command.id) : undefined)];
}
