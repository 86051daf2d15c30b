import { CAUSES, amount } from "@llamasketch/ledger";
import type { Services } from "../services.ts";
import type { Statement } from "../spine/commit.ts";
import { dayEndsAtMs, dayOf } from "./address.ts";

/** Given at a time: who looks in and leaves takes little out of the day's pot. */
const SLICE_CREDITS = 10;

export const potHolder = (nowMs: number): string => `free_${dayOf(nowMs)}`;

/**
 * Statements that let this address' holder spend free credits, for the batch that spends them: the day's pot, filled once,
 * and the holder's next slice of it when it has less than it needs. How much, and whether at all, is reckoned where it is
 * written: many at once are given no more than one after the other.
 */
export function freeGrant(
  services: Services,
  holderId: string,
  neededUnits: number,
  nowMs: number,
): Statement[] {
  const { ledger, config } = services;
  const bucketExpiresAtMs = dayEndsAtMs(nowMs);
  return [
    ...ledger.say({
      kind: "grant",
      id: CAUSES.freeBudget(dayOf(nowMs)),
      holderId: potHolder(nowMs),
      amount: amount("credit", config.freeBudgetCredits),
      bucketExpiresAtMs,
      reference: null,
      atMs: nowMs,
      ifNew: true,
    }),
    ...ledger.say({
      kind: "share",
      holderId,
      potHolderId: potHolder(nowMs),
      asset: "credit",
      neededUnits,
      sliceUnits: SLICE_CREDITS,
      shareUnits: config.freeDailyCredits,
      bucketExpiresAtMs,
      atMs: nowMs,
    }),
  ];
}

/** What this holder has of today's free credits, and what it can still be given. */
export async function freeLeft(
  { free, config }: Services,
  holderId: string,
  nowMs: number,
): Promise<{ available: number; toCome: number }> {
  const [given, pot] = await Promise.all([free.given(holderId, nowMs), free.pot(potHolder(nowMs), nowMs)]);
  const toCome = Math.min(config.freeDailyCredits - given.units, pot ?? config.freeBudgetCredits);
  return { available: given.available, toCome: Math.max(0, toCome) };
}
