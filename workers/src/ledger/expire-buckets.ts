import { log } from "../log.ts";
import { commitLedger } from "./commit-ledger.ts";
import type { DueMark } from "./watch-store.ts";
import type { Ports } from "../ports.ts";
import type { Statement } from "../commit.ts";
import { always, type HasTime } from "../has-time.ts";

const PAGE = 100;
/** Buckets of visitors expire together at midnight; what is not emptied by then is found by the nightly walk. */
const BACK_MS = 6 * 3_600_000;

/** Empties buckets whose time has come. A hold that is freed later expires what it frees itself. */
export async function expireBuckets(
  services: Ports,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  for (let after: DueMark | null = null, isMore = true; isMore && hasTime();) {
    const page: DueMark[] = await services.watch.dueBuckets(
      { fromMs: nowMs - BACK_MS, toMs: nowMs, after },
      PAGE,
    );
    await expireAll(
      services,
      page.map(({ id }) => id),
      nowMs,
    );
    after = page.at(-1) ?? after;
    isMore = page.length === PAGE;
  }
}

/** In one batch; if one of them cannot be emptied, each by itself. Gives those that could not. */
export async function expireAll(
  services: Ports,
  accountIds: readonly string[],
  nowMs: number,
): Promise<string[]> {
  const say = (accountId: string): Statement[] =>
    services.ledger.say({ kind: "expire", accountId, atMs: nowMs });
  if (accountIds.length === 0) return [];
  try {
    await commitLedger(services, accountIds.flatMap(say) as [Statement]);
    return [];
  } catch (error) {
    if (accountIds.length === 1) {
      log("error", "bucket_not_expired", {}, error);
      return [...accountIds];
    }
  }
  const left: string[] = [];
  for (const id of accountIds) left.push(...(await expireAll(services, [id], nowMs)));
  return left;
}
