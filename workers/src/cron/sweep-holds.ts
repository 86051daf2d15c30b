import { log } from "../log.ts";
import { commitLedger } from "../ledger/commit-ledger.ts";
import type { Services } from "../services.ts";
import type { Statement } from "../spine/commit.ts";

/**
 * Whether the work that a hold was made for still goes on: one for each kind of work, by the prefix of its id. Work that nobody
 * knows is over.
 */
export type WorkJudges = Record<string, (services: Services, workId: string) => Promise<boolean>>;

const AT_ONCE = 100;
const HOUR_MS = 3_600_000;

/** Holds that outlived their time are released, if their work is over: time nominates, state decides. */
export async function sweepHolds(
  services: Services,
  judges: WorkJudges,
  nowMs: number,
  sinceMs = nowMs - HOUR_MS,
): Promise<void> {
  const { ledger, watch } = services;
  for (const { id, holderId, asset } of await watch.dueHolds(sinceMs, nowMs, AT_ONCE)) {
    const workId = id.slice("hold:".length);
    const [prefix = ""] = workId.split("_");
    try {
      if (await judges[prefix]?.(services, workId)) continue;
      const released = ledger.say({ kind: "release", workId, holderId, asset, atMs: nowMs, ifOpen: true });
      await commitLedger(services, released as [Statement]);
      log("info", "hold_released", { holdId: id });
    } catch (error) {
      log("error", "hold_not_released", { holdId: id }, error);
    }
  }
}
