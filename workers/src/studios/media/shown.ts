/** What the owner of results is given of them: while their plan marks pictures, the copies that carry the mark; else the clean ones. */
import type { JobResultRow, JobRow } from "@llamasketch/db";
import type { Ports } from "../../ports.ts";
import { markOf } from "../../jobs/mark.ts";

export interface Shown {
  key: string;
  bytes: number;
  marked: boolean;
}
export type ShownOf = (row: Pick<JobRow, "ownerId">, result: JobResultRow) => Shown;

/** As things are now: the same results are shown clean once their owner has another plan, and are not made anew for it. */
export async function shownOf(
  { accounts, config }: Ports,
  rows: readonly Pick<JobRow, "ownerId">[],
  results: readonly JobResultRow[],
): Promise<ShownOf> {
  // What was made without a copy was made on a plan that marks nothing.
  const hasCopies = results.some(({ markedKey }) => markedKey !== null);
  const owners = hasCopies ? [...new Set(rows.map(({ ownerId }) => ownerId))] : [];
  const plans = await Promise.all(
    owners.map(async (id) => [id, (await accounts.byId(id))?.plan ?? "free"] as const),
  );
  const marking = new Set(plans.flatMap(([id, plan]) => (markOf(config, plan) === null ? [] : [id])));
  return ({ ownerId }, { objectKey, bytes, markedKey, markedBytes }) =>
    markedKey !== null && marking.has(ownerId)
      ? { key: markedKey, bytes: markedBytes ?? bytes, marked: true }
      : { key: objectKey, bytes, marked: false };
}
