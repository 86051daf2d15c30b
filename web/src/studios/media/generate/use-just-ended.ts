import { useEffect, useRef, useState } from "react";

/** Longer than a second press of the same finger. */
const JUST_MS = 1500;

/** True for a moment after something stopped going: where the button to stop it was is another one now, and it buys. */
export function useJustEnded(isGoing: boolean): boolean {
  const [isJust, setJust] = useState(false);
  const wasGoing = useRef(isGoing);
  useEffect(() => {
    const hasEnded = wasGoing.current && !isGoing;
    wasGoing.current = isGoing;
    setJust(hasEnded);
    if (!hasEnded) return;
    const timer = setTimeout(() => setJust(false), JUST_MS);
    return () => clearTimeout(timer);
  }, [isGoing]);
  return isJust;
}
