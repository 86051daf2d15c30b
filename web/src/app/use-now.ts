import { useEffect, useState } from "react";
import { onClockSet, serverNowMs } from "../api/server-clock.ts";

const EVERY_MS = 30_000;

/** The time, now and then, for what is told in minutes: the server's, beside what it dated, or that of `clock`. */
export function useNow(clock: () => number = serverNowMs): number {
  const [nowMs, setNowMs] = useState(clock);
  useEffect(() => {
    const look = (): void => setNowMs(clock());
    const timer = setInterval(look, EVERY_MS);
    const forget = onClockSet(look);
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [clock]);
  return nowMs;
}

/** Of this device, for what was dated here. */
export const deviceNowMs = (): number => Date.now();
