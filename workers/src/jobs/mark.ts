import { CATALOGUE } from "@llamasketch/pricing";
import { planOf } from "../plan.ts";
import type { Config } from "../config.ts";

/** What stands visibly in queued pictures of whoever has this plan; null when nothing does. */
export function markOf({ markedPlans, markText }: Config, plan: string): string | null {
  const isMarked = planOf(plan).limits.watermark || markedPlans.includes(plan);
  return isMarked ? (markText ?? CATALOGUE.llamasketch.mark) : null;
}
