import type { Asset } from "../amount.ts";
import { endOf, holdFor } from "../causes.ts";
import { insertOperation, operationKnown, type SqlStatement } from "../statement.ts";

/** The work failed or was called off: nothing is taken. What lay in a bucket that has expired meanwhile expires with it. */
export interface Release {
  kind: "release";
  workId: string;
  holderId: string;
  asset: Asset;
  atMs: number;
  /** Only if nothing has ended it yet, as a sweep wants it: then too late is no error. */
  ifOpen: boolean;
}

export function release(command: Release): SqlStatement[] {
  const id = endOf(holdFor(command.workId));
  const row = {
    id,
    kind: "release",
    holder_id: command.holderId,
    asset: command.asset,
    amount: 0,
    hold_id: holdFor(command.workId),
    at: command.atMs,
  };
  return [insertOperation(row, command.ifOpen ? operationKnown(id) : undefined)];
}
