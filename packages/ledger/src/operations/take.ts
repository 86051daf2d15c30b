import type { Amount } from "../amount.ts";
import { insertOperation, type SqlStatement } from "../statement.ts";

/**
 * Credits are taken from a holder at once: by a rail that took its money back (`clawback`: what was spent already becomes a
 * debt), or by an operator (`adjust_out`: refused when it is not there).
 */
export interface Take {
  kind: "clawback" | "adjust_out";
  /** From `CAUSES`. */
  id: string;
  holderId: string;
  amount: Amount;
  reference: string | null;
  atMs: number;
}

export const take = (command: Take): SqlStatement[] => [
  insertOperation({
    id: command.id,
    kind: command.kind,
    holder_id: command.holderId,
    asset: command.amount.asset,
    amount: command.amount.units,
    reference: command.reference,
    at: command.atMs,
  }),
];
