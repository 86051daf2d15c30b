import { log } from "../log.ts";
import { commitLedger } from "./commit-ledger.ts";
import type { DueMark } from "./watch-store.ts";
import type { WorkJudge } from "../feature.ts";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { always, type HasTime } from "../has-time.ts";

/** One for each kind of work, by the prefix of its id. Work that nobody knows is over. */
export type WorkJudges = Readonly<Record<string, WorkJudge>>;

export interface DueHold {
  id: string;
  holderId: string;
  asset: "credit" | "token" | "msat" | "cent";
}

const PAGE = 100;
/** Older ones are found by the nightly walk. */
const BACK_MS = 3_600_000;

/** Holds that outlived their time are released, if their work is over: time nominates, state decides. */
export async function sweepHolds(
  services: Ports,
  judges: WorkJudges,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  const { watch } = services;
  for (let after: DueMark | null = null, isMore = true; isMore && hasTime();) {
    const page = await watch.dueHolds({ fromMs: nowMs - BACK_MS, toMs: nowMs, after }, PAGE);
    for (const due of page) {
      if (!hasTime()) return;
      await releaseHold(services, judges, due, nowMs);
    }
    after = page.at(-1) ?? after;
    isMore = page.length === PAGE;
  }
}

/** False when it is held on: its work goes on, or it could not be told. */
export async function releaseHold(
  services: Ports,
  judges: WorkJudges,
  { id, holderId, asset }: DueHold,
  nowMs: number,
): Promise<boolean> {
  const workId = id.slice("hold:".length);
  const [prefix = ""] = workId.split("_");
  try {
    if (await judges[prefix]?.(services, workId)) return false;
    const released = services.ledger.say({
      kind: "release",
      workId,
      holderId,
      asset,
      atMs: nowMs,
      ifOpen: true,
    });
    await commitLedger(services, released as [Statement]);
    log("info", "hold_released", { holdId: id });
    return true;
  } catch (error) {
    log("error", "hold_not_released", { holdId: id }, error);
    return false;
  }
}
