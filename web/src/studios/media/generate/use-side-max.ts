import { useQuery } from "@tanstack/react-query";
import { readMe } from "../../../api/accounts.ts";
import { readPlans } from "../../../api/credits.ts";

/** The longest side that this person's plan makes; null until it is known. */
export function useSideMax(): number | null {
  const me = useQuery({ queryKey: ["me"], queryFn: readMe });
  const plans = useQuery({ queryKey: ["plans"], queryFn: readPlans, staleTime: Infinity });
  const product = plans.data?.products.find(({ product }) => product === "llamasketch");
  const plan = product?.plans.find(({ id }) => id === `llamasketch.${me.data?.plan ?? "free"}`);
  return me.data === undefined ? null : (plan?.limits.sideMaxPx ?? null);
}
