import { log } from "../log.ts";
import { commitLedger } from "../ledger/commit-ledger.ts";
import type { Services } from "../services.ts";
import type { Statement } from "../spine/commit.ts";

const AT_ONCE = 200;
/** A hold that is freed later expires what it frees itself; buckets of days ago are empty. */
const BACK_MS = 3 * 86_400_000;

/** Empties buckets whose time has come. */
export async function expireBuckets(
  services: Services,
  nowMs: number,
  sinceMs = nowMs - BACK_MS,
): Promise<void> {
  const { ledger, watch } = services;
  for (const accountId of await watch.dueBuckets(sinceMs, nowMs, AT_ONCE)) {
    try {
      await commitLedger(services, ledger.say({ kind: "expire", accountId, atMs: nowMs }) as [Statement]);
    } catch (error) {
      log("error", "bucket_not_expired", {}, error);
    }
  }
}
