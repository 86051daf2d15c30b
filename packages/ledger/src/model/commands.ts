/** Commands in few words, for tests: ann's credits, at one moment, unless something else is said. */
import { amount, type Amount } from "../amount.ts";
import type { Command } from "../decide.ts";
import type { BlockTurn } from "../live-block.ts";
import { refusalOf, type LedgerRefusal } from "../refusals.ts";
import type { SqlStatement } from "../statement.ts";

export const NOW_MS = 1_800_000_000_000;
export const credits = (units: number): Amount<"credit"> => amount("credit", units);

interface More {
  id?: string;
  holderId?: string;
  amount?: Amount;
  quoteId?: string;
  reference?: string;
  atMs?: number;
  expiresAtMs?: number;
  ifOpen?: boolean;
}

let said = 0;
const common = (units: number) => ({ holderId: "ann", amount: credits(units), atMs: NOW_MS });
const issued = (units: number) => ({ ...common(units), id: `cause:${(said += 1)}`, reference: null });

export const purchase = (units: number, more: More = {}): Command => ({
  kind: "purchase",
  ...issued(units),
  bucketExpiresAtMs: null,
  ...more,
});
export const grant = (units: number, untilMs: number | null, more: More = {}): Command => ({
  kind: "grant",
  ...issued(units),
  bucketExpiresAtMs: untilMs,
  ...more,
});
export const clawback = (units: number, more: More = {}): Command => ({
  kind: "clawback",
  ...issued(units),
  ...more,
});
export const hold = (workId: string, units: number, more: More = {}): Command => ({
  kind: "hold",
  workId,
  ...common(units),
  quoteId: null,
  reference: null,
  expiresAtMs: (more.atMs ?? NOW_MS) + 60_000,
  ...more,
});
export const capture = (workId: string, units: number, more: More = {}): Command => ({
  kind: "capture",
  workId,
  ...common(units),
  ...more,
});
export const release = (workId: string, more: More = {}): Command => ({
  kind: "release",
  workId,
  holderId: "ann",
  asset: "credit",
  atMs: NOW_MS,
  ifOpen: false,
  ...more,
});
export const expire = (accountId: string, atMs: number): Command => ({ kind: "expire", accountId, atMs });
export const turn = (seq: number, more: Partial<BlockTurn> = {}): BlockTurn => ({
  holderId: "ann",
  sessionId: "session",
  seq,
  sketchId: "sketch",
  writer: "life",
  pictures: [],
  begin: true,
  atMs: NOW_MS,
  ...more,
});

/** What a database without waiting says to a batch. */
export function answer(
  database: { run(statements: SqlStatement[]): void },
  statements: SqlStatement[],
): LedgerRefusal | "ok" {
  try {
    database.run(statements);
    return "ok";
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}
