import type { QuoteView } from "@llamasketch/contract";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { askQuote, type Asked } from "../../../api/generations.ts";

const SETTLED_MS = 400;
/** Asked anew so long before it ends: nobody presses a price that is gone. */
const BEFORE_END_MS = 10_000;
/** However short a price holds, it is not asked for more often. */
const LEAST_MS = 20_000;

/** The price of this, kept true: asked again when it changes, ends or was used. `round`: how many were used; `isWhole`: all is there that a price is asked for. */
export function useQuote(
  priced: Partial<Asked>,
  round: number,
  isWhole: boolean,
): UseQueryResult<QuoteView> & { isSettled: boolean } {
  const work = JSON.stringify(priced);
  const settled = useSettled(work);
  const query = useQuery({
    queryKey: ["quote", settled, round],
    queryFn: ({ signal }) => askQuote(JSON.parse(settled) as Partial<Asked>, signal),
    staleTime: ({ state }) => lastsMs(state.data),
    refetchInterval: ({ state }) => state.data && lastsMs(state.data),
    enabled: isWhole,
    gcTime: 0,
  });
  return { ...query, isSettled: settled === work };
}

/** From its answer on, by the answer itself: clocks of devices are wrong. */
const lastsMs = (quote: QuoteView | undefined): number =>
  quote ? Math.max(LEAST_MS, quote.expiresInMs - BEFORE_END_MS) : 0;

/** A value that has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
