import { useEffect, useState } from "react";
import { hintOf, type Hint, type HintFacts } from "./hint.ts";
import { rememberTold, toldHints } from "./told-hints.ts";
import { shelf } from "../../../ui/browser-gifts.ts";

/** A reason must hold this long: what passes while one types or drags is none. */
const HOLDS_MS = 2500;

/** The hint to show now. Each is shown once in a browser: until it is dismissed, or its reason is gone. */
export function useHint(facts: HintFacts): { hint: Hint | null; dismiss: () => void } {
  const [told, setTold] = useState(() => toldHints(shelf));
  const [shown, setShown] = useState<Hint | null>(null);
  const found = hintOf(facts, told);

  useEffect(() => {
    if (shown && found !== shown) {
      setShown(null);
      setTold((before) => [...before, shown]);
    }
    if (!found || found === shown) return;
    const timer = setTimeout(() => {
      setShown(found);
      rememberTold(shelf, found);
    }, HOLDS_MS);
    return () => clearTimeout(timer);
  }, [found, shown]);

  const dismiss = (): void => {
    if (shown) setTold([...told, shown]);
    setShown(null);
  };
  return { hint: shown === found ? shown : null, dismiss };
}
