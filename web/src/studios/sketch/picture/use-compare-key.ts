import { useEffect, useRef } from "react";
import type { Store } from "../../../ui/store.ts";
import { useShortcuts } from "../../../app/use-shortcuts.ts";
import type { Look } from "./look.ts";

/** Space, held, shows the drawing in the picture's place. */
export function useCompareKey(look: Store<Look>): void {
  // Space presses a button that was reached by key; one that was clicked has done its work.
  const byPointer = useRef(false);
  useShortcuts({
    compare: ({ target }) => {
      if (!byPointer.current && isPressable(target)) return false;
      look.set({ isComparing: true });
    },
  });
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    document.addEventListener("pointerdown", () => (byPointer.current = true), { signal, capture: true });
    document.addEventListener(
      "keydown",
      ({ key }) => {
        if (key === "Tab") byPointer.current = false;
      },
      { signal, capture: true },
    );
    document.addEventListener("keyup", (event) => letGo(event, look), { signal });
    window.addEventListener("blur", () => look.set({ isComparing: false }), { signal });
    return () => stop.abort();
  }, [look]);
}

function letGo(event: KeyboardEvent, look: Store<Look>): void {
  if (event.key !== " " || !look.get().isComparing) return;
  // Else the button that has the focus would be clicked now.
  event.preventDefault();
  look.set({ isComparing: false });
}

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("button, a, summary, input, [role=option]") !== null;
