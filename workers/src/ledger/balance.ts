import type { CreditsView } from "@llamasketch/contract";
import type { Ports } from "../ports.ts";

export type Balance = Pick<CreditsView, "available" | "held" | "owed" | "buckets">;

const NOTHING: Balance = { available: 0, held: 0, owed: 0, buckets: [] };

/** What a person has of their own, at this moment. */
export async function balanceOf(services: Ports, userId: string | null, nowMs: number): Promise<Balance> {
  const holderId = userId && (await services.ledger.holderId(userId));
  if (!holderId) return NOTHING;
  const rows = await services.balances.buckets(holderId, nowMs);
  const spendable = rows.filter(({ bucket, posted }) => bucket !== "debt" && posted > 0);
  return {
    available: spendable.reduce((sum, { posted, held }) => sum + posted - held, 0),
    held: spendable.reduce((sum, { held }) => sum + held, 0),
    owed: rows.reduce((sum, { bucket, posted }) => (bucket === "debt" ? sum - posted : sum), 0),
    buckets: spendable.map(({ bucket, posted, held, expiresAt }) => ({
      bucket: bucket === "purchased" ? "purchased" : "granted",
      available: posted - held,
      held,
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    })),
  };
}
