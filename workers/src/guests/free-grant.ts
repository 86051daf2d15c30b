import { CAUSES } from "@llamasketch/ledger";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { boundsOf } from "./address.ts";
import { dayEndsAtMs, dayOf } from "../day.ts";

/** Given at a time: who looks in and leaves takes little out of the day's pot. */
const SLICE_CREDITS = 10;
const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** Of the day's budget there is so much at midnight; as much of the rest comes with every hour as a day has hours. */
const AT_MIDNIGHT_PART = 0.25;

export const potHolder = (nowMs: number): string => `free_${dayOf(nowMs)}`;

const hourOf = (nowMs: number): number => Math.floor(nowMs / HOUR_MS) % DAY_HOURS;

/** What may have been given away by now. What an hour leaves the next has; no hour can take the day's. */
export const releasedUnits = (budgetUnits: number, nowMs: number): number =>
  Math.min(budgetUnits, Math.ceil(budgetUnits * (AT_MIDNIGHT_PART + hourOf(nowMs) / DAY_HOURS)));

/**
 * Statements that let this address' holder spend free credits, for the batch that spends them: the day's pot, filled by the
 * hour, and the holder's next slice of it when it has less than it needs. How much, and whether at all, is reckoned where it
 * is written: many at once, and many of one network, are given no more than one after the other.
 */
export function freeGrant(
  services: Ports,
  holderId: string,
  neededUnits: number,
  nowMs: number,
): Statement[] {
  const { ledger, config } = services;
  const bucketExpiresAtMs = dayEndsAtMs(nowMs);
  return [
    ...ledger.say({
      kind: "fill",
      cause: CAUSES.freeBudget(dayOf(nowMs)),
      step: hourOf(nowMs),
      holderId: potHolder(nowMs),
      asset: "credit",
      upToUnits: releasedUnits(config.freeBudgetCredits, nowMs),
      bucketExpiresAtMs,
      atMs: nowMs,
    }),
    ...ledger.say({
      kind: "share",
      holderId,
      potHolderId: potHolder(nowMs),
      asset: "credit",
      neededUnits,
      sliceUnits: SLICE_CREDITS,
      shareUnits: config.freeDailyCredits,
      bounds: bounds(services, holderId),
      bucketExpiresAtMs,
      atMs: nowMs,
    }),
  ];
}

const bounds = ({ config }: Pick<Ports, "config">, holderId: string) =>
  boundsOf(holderId).map(({ holderPrefix, households }) => ({
    holderPrefix,
    units: households * config.freeDailyCredits,
  }));

/** What this holder has of today's free credits, and what it can still be given. */
export async function freeLeft(
  services: Ports,
  holderId: string,
  nowMs: number,
): Promise<{ available: number; toCome: number }> {
  const { free, config } = services;
  const [given, pot, filled, ...rooms] = await Promise.all([
    free.given(holderId, nowMs),
    free.pot(potHolder(nowMs), nowMs),
    free.filled(CAUSES.freeBudget(dayOf(nowMs))),
    ...bounds(services, holderId).map(
      async ({ holderPrefix, units }) => units - (await free.givenWithin(holderPrefix)),
    ),
  ]);
  const inPot = pot + Math.max(0, releasedUnits(config.freeBudgetCredits, nowMs) - filled);
  const toCome = Math.min(config.freeDailyCredits - given.units, inPot, ...rooms);
  return { available: given.available, toCome: Math.max(0, toCome) };
}
