import type { StatementKind, StatementLine } from "@llamasketch/contract";
import type { Services } from "../services.ts";
import type { StatementMark, StatementRow } from "./balance-store.ts";

/** What each kind of row is to a person, and whether it adds or takes. */
const KINDS: Record<string, [kind: StatementKind, sign: 1 | -1]> = {
  grant: ["grant", 1],
  share: ["grant", 1],
  purchase: ["purchase", 1],
  adjust_in: ["correction", 1],
  adjust_out: ["correction", -1],
  clawback: ["taken_back", -1],
  expire: ["expired", -1],
  capture: ["work", -1],
  live: ["live", -1],
};

export async function statementLines(
  { balances }: Services,
  ownerId: string,
  rows: StatementRow[],
): Promise<StatementLine[]> {
  const titles = await balances.titles(ownerId, [...new Set(rows.flatMap((row) => sketchIdOf(row) ?? []))]);
  return rows.map((row) => {
    const [kind, sign] = KINDS[row.kind] ?? ["correction", 1];
    const sketchId = sketchIdOf(row);
    return {
      id: row.id,
      at: new Date(row.at).toISOString(),
      kind,
      units: sign * row.amount,
      text: row.reference?.startsWith("job:") ? "Queued work" : textOf(kind, row),
      sketch: sketchId ? { id: sketchId, title: titles.get(sketchId) ?? null } : null,
      live: row.pictures === null ? null : { windows: row.amount, pictures: row.pictures },
    };
  });
}

const sketchIdOf = ({ reference }: StatementRow): string | null =>
  reference?.startsWith("sketch:") ? reference.slice("sketch:".length) : null;

function textOf(kind: StatementKind, { amount, pictures, bucketExpiresAt, reference }: StatementRow): string {
  switch (kind) {
    case "grant":
      return bucketExpiresAt === null
        ? "Credits given"
        : `Credits given, until ${new Date(bucketExpiresAt).toISOString().slice(0, 10)}`;
    case "purchase":
      return "Credits bought";
    case "correction":
      return "Put right by us";
    case "taken_back":
      return "Payment taken back";
    case "expired":
      return "Expired";
    case "live":
      return `Live drawing: ${amount} × ten seconds, ${pictures ?? 0} pictures`;
    case "work":
      return reference?.startsWith("sketch:") ? "A final" : "Work done";
  }
}

/** A mark in an address, and back; null for what is none. */
export const writeMark = ({ at, id }: StatementMark): string => `${at}_${id}`;
export function readMark(text: string): StatementMark | null {
  const [, at, id] = /^(\d{1,15})_(.{1,300})$/.exec(text) ?? [];
  return at === undefined || id === undefined ? null : { at: Number(at), id };
}
