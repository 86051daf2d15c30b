import { dayOf } from "../day.ts";
import type { Ports } from "../ports.ts";
import { metaOf, type Statement } from "../commit.ts";
import { always, type HasTime } from "../has-time.ts";

const DAY_MS = 86_400_000;
/** Rows that one statement removes or looks at: a database has one writer, and others wait meanwhile. */
const PART = 500;
const WALK = "outbox";
/** A carried-out entry is known so long, so that what is said twice is still known. */
const DONE_FOR_MS = 7 * DAY_MS;
/** All of the outbox is looked through in this time at least. */
const ROUND_MS = 6 * 3_600_000;

/** Removes what has lapsed, a part at a time, until nothing is left of it or its time is over. */
export async function sweepLapsed(services: Ports, nowMs: number, hasTime: HasTime = always): Promise<void> {
  const { balances, free, tries, accounts, rests, commit } = services;
  await commit([free.dropSaltsBefore(dayOf(nowMs - DAY_MS))]);
  const drops: (() => Statement)[] = [
    () => balances.dropQuotes(nowMs - DAY_MS, PART),
    () => tries.drop(nowMs, PART),
    () => accounts.dropProofs(nowMs, PART),
    () => rests.drop(nowMs - DAY_MS, PART),
  ];
  for (const drop of drops) {
    for (let isMore = true; isMore && hasTime();) {
      const [result] = await commit([drop()]);
      isMore = (metaOf(result)?.changes ?? 0) >= PART;
    }
  }
  await trimOutbox(services, nowMs, hasTime);
}

/** Walks along all entries by their ids: an index of those that are done would cost each of them two more rows. */
async function trimOutbox({ outbox, walks, commit }: Ports, nowMs: number, hasTime: HasTime): Promise<void> {
  const before = await walks.at(WALK);
  if (before?.cursor === "" && nowMs - before.at < ROUND_MS) return;
  for (let cursor = before?.cursor ?? "", isMore = true; isMore && hasTime();) {
    const last = (await outbox.partAfter(cursor, PART)) ?? null;
    await commit([outbox.trim(cursor, last, nowMs - DONE_FOR_MS), walks.walked(WALK, last ?? "", nowMs)]);
    cursor = last ?? "";
    isMore = last !== null;
  }
}
