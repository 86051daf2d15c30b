import type { Amount } from "../amount.ts";
import { endOf, holdFor } from "../causes.ts";
import { insertOperation, type SqlStatement } from "../statement.ts";

/** The work is done and stored: what it cost is taken, in the order it was drawn; the rest of the hold is free again. */
export interface Capture {
  kind: "capture";
  workId: string;
  holderId: string;
  /** At most what was held, at least 1: work that costs nothing is released. */
  amount: Amount;
  atMs: number;
}

export const capture = (command: Capture): SqlStatement[] => [
  insertOperation({
    id: endOf(holdFor(command.workId)),
    kind: "capture",
    holder_id: command.holderId,
    asset: command.amount.asset,
    amount: command.amount.units,
    hold_id: holdFor(command.workId),
    at: command.atMs,
  }),
];
