import { CAUSES, amount } from "@llamasketch/ledger";
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
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
      shareUnits: FREE_CREDITS_PER_DAY,
      bucketExpiresAtMs,
      atMs: nowMs,
    }),
  ];
}
