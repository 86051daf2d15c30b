import type { UserRow } from "@llamasketch/db";
import { CATALOGUE } from "@llamasketch/pricing";

const LOWEST_PRIORITY = 3;
const FREE_SIDE_PX = 1024;
/** Jobs at once by priority, best first. */
const CONCURRENCY = [16, 8, 4, 2];

export interface QueueRights {
  readonly priority: number;
  readonly concurrency: number;
  readonly sideMaxPx: number;
}

/** How a person's jobs are queued, and how large they may be. Whoever has no account has the free plan. */
export function queueRights(person: UserRow | null): QueueRights {
  const plan = CATALOGUE.llamasketch.plans.find(({ id }) => id === `llamasketch.${person?.plan ?? "free"}`);
  const priority = plan?.limits.priority ?? LOWEST_PRIORITY;
  return {
    priority,
    concurrency: CONCURRENCY[priority] ?? 1,
    sideMaxPx: plan?.limits.sideMaxPx ?? FREE_SIDE_PX,
  };
}
