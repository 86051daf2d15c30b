import { dayOf } from "../day.ts";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import { always, type HasTime } from "../has-time.ts";
import type { WorkJudges } from "./sweep-holds.ts";
import { beginWalk, walkPart, type BookWalk } from "./walk-books.ts";

const WALK = "ledger";
/** After the day's first hours, when little is drawn. */
const FROM_HOUR = 3;
/** A walk that rested so long begins anew: what was said since would be as long as the log. */
const STALE_MS = 12 * 3_600_000;

/**
 * Once a day: ends what was forgotten and holds the books against their own log, a part at a time, each minute as many as there
 * is time for.
 */
export async function checkLedger(
  services: Ports,
  judges: WorkJudges,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  for (let walk = await walkOf(services, nowMs); walk !== null && hasTime();) {
    const beganMs = Date.now();
    walk = await walkPart(services, judges, walk, nowMs);
    walk = { ...walk, longestMs: Math.max(walk.longestMs, Date.now() - beganMs) };
    if (walk.stage === "done") {
      await conclude(services, walk, nowMs);
      walk = await walkOf(services, nowMs);
    } else await services.commit([services.walks.walked(WALK, JSON.stringify(walk), nowMs)]);
  }
}

/** The walk that goes on, or the day's that is due; null when there is none. */
async function walkOf({ walks, watch }: Ports, nowMs: number): Promise<BookWalk | null> {
  const row = await walks.at(WALK);
  const before = row && (JSON.parse(row.cursor) as BookWalk);
  if (before && before.stage !== "done" && Math.abs(nowMs - before.beganMs) < STALE_MS) return before;
  const day = dayOf(nowMs);
  const isDue = new Date(nowMs).getUTCHours() >= FROM_HOUR && !(await watch.checkOf(day));
  return isDue ? beginWalk(day, nowMs) : null;
}

async function conclude({ watch, walks, commit }: Ports, walk: BookWalk, nowMs: number): Promise<void> {
  const { day, found, divergences } = walk;
  await commit([
    watch.addCheck({ day, at: nowMs, divergences }),
    ...found.map(({ check, subject, expected, found: has }) =>
      watch.addAlarm({
        id: `ledger:${day}:${check}:${subject}`,
        kind: `ledger_${check}`,
        subject,
        detail: JSON.stringify({ expected, found: has }),
        raisedAt: nowMs,
      }),
    ),
    walks.walked(WALK, JSON.stringify({ ...walk, found: [] }), nowMs),
  ]);
  for (const { check, subject, expected, found: has } of found)
    log("error", "ledger_diverges", { check, subject, expected, found: has });
}
