import type { StatementKind, StatementLine } from "@llamasketch/contract";
import type { Ports } from "../ports.ts";
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
  ports: Ports,
  ownerId: string,
  rows: StatementRow[],
): Promise<StatementLine[]> {
  const { statementReferences } = ports;
  const ids = [...new Set(rows.flatMap((row) => sketchIdOf(row) ?? []))];
  const titles =
    (await statementReferences.sketch?.titles?.(ports, ownerId, ids)) ?? new Map<string, string>();
  return rows.map((row) => {
    const [kind, sign] = KINDS[row.kind] ?? ["correction", 1];
    const sketchId = sketchIdOf(row);
    return {
      id: row.id,
      at: new Date(row.at).toISOString(),
      kind,
      units: sign * row.amount,
      text: (kind === "work" && statementReferences[prefixOf(row)]?.work) || textOf(kind, row),
      sketch: sketchId ? { id: sketchId, title: titles.get(sketchId) ?? null } : null,
      live: row.pictures === null ? null : { windows: row.amount, pictures: row.pictures },
    };
  });
}

const prefixOf = ({ reference }: StatementRow): string => reference?.split(":", 1)[0] ?? "";
const sketchIdOf = ({ reference }: StatementRow): string | null =>
  reference?.startsWith("sketch:") ? reference.slice("sketch:".length) : null;

function textOf(kind: StatementKind, { amount, pictures, bucketExpiresAt }: StatementRow): string {
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
      return "Work done";
  }
}

/** A mark in an address, and back; null for what is none. */
export const writeMark = ({ at, id }: StatementMark): string => `${at}_${id}`;
export function readMark(text: string): StatementMark | null {
  const [, at, id] = /^(\d{1,15})_(.{1,300})$/.exec(text) ?? [];
  return at === undefined || id === undefined ? null : { at: Number(at), id };
}
