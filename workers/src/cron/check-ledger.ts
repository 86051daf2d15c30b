import { checks } from "@llamasketch/ledger";
import { dayOf } from "../free/address.ts";
import { settleLiveBlock } from "../ledger/live-blocks.ts";
import { log } from "../log.ts";
import type { Services } from "../services.ts";
import { expireBuckets } from "./expire-buckets.ts";
import { sweepHolds, type WorkJudges } from "./sweep-holds.ts";

/** After the day's first hours, when little is drawn. */
const FROM_HOUR = 3;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ALARMS_MAX = 50;
const BLOCKS_AT_ONCE = 200;

/** Once a day: ends what was forgotten, throws away what has lapsed, then holds the books against their own log. */
export async function checkLedger(services: Services, judges: WorkJudges, nowMs: number): Promise<void> {
  const day = dayOf(nowMs);
  if (new Date(nowMs).getUTCHours() < FROM_HOUR || (await services.watch.checkOf(day))) return;
  await sweepHolds(services, judges, nowMs, 0);
  await sweepBlocks(services, nowMs);
  await expireBuckets(services, nowMs, 0);
  const { balances, free, commit } = services;
  await commit([balances.dropQuotesBefore(nowMs - DAY_MS), free.dropSaltsBefore(dayOf(nowMs - DAY_MS))]);
  await holdBooksAgainstLog(services, day, nowMs);
}

/** A session whose object never came back: what its block held is free again. Should it come yet, it finds this row. */
async function sweepBlocks(services: Services, nowMs: number): Promise<void> {
  for (const block of await services.watch.forgottenBlocks(nowMs - HOUR_MS, BLOCKS_AT_ONCE)) {
    const { holderId, sessionId, sketchId, seq } = block;
    const session = { holderId, sessionId, sketchId, writer: "sweep" };
    try {
      await settleLiveBlock(services, session, seq, [], nowMs, { begin: false });
      log("warn", "block_released", { sessionId, seq });
    } catch (error) {
      log("error", "block_not_released", { sessionId, seq }, error);
    }
  }
}

async function holdBooksAgainstLog(services: Services, day: string, nowMs: number): Promise<void> {
  const { watch, commit } = services;
  const found = (await Promise.all(checks(nowMs).map(watch.find))).flat();
  await commit([
    watch.addCheck({ day, at: nowMs, divergences: found.length }),
    ...found.slice(0, ALARMS_MAX).map(({ check, subject, expected, found: has }) =>
      watch.addAlarm({
        id: `ledger:${day}:${check}:${subject}`,
        kind: `ledger_${check}`,
        subject,
        detail: JSON.stringify({ expected, found: has }),
        raisedAt: nowMs,
      }),
    ),
  ]);
  for (const { check, subject, expected, found: has } of found.slice(0, ALARMS_MAX))
    log("error", "ledger_diverges", { check, subject, expected, found: has });
}
