import { CATALOGUE } from "@llamasketch/pricing";
import type { Plan } from "@llamasketch/contract";

const PLANS = new Map(CATALOGUE.llamasketch.plans.map((plan) => [plan.id, plan]));

/** The plan of a person, by the name that stands in their row. One that is not sold any more keeps what the free one keeps. */
export function planOf(name: string): Plan {
  const plan = PLANS.get(`llamasketch.${name}`) ?? PLANS.get("llamasketch.free");
  if (!plan) throw new Error("the catalogue has no free plan");
  return plan;
}
