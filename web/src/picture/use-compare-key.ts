import { useEffect } from "react";
import { isTyping } from "../page/is-typing.ts";
import type { Store } from "../page/store.ts";
import type { Look } from "./look.ts";

/** Space, held, shows the drawing in the picture's place. */
export function useCompareKey(look: Store<Look>): void {
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    // Space presses a button that was reached by key; one that was clicked has done its work.
    let byPointer = false;
    document.addEventListener("pointerdown", () => (byPointer = true), { signal, capture: true });
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Tab") byPointer = false;
        if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return;
        if (isTyping(event.target) || (!byPointer && isPressable(event.target))) return;
        event.preventDefault();
        look.set({ isComparing: true });
      },
      { signal },
    );
    document.addEventListener(
      "keyup",
      (event) => {
        if (event.key !== " " || !look.get().isComparing) return;
        // Else the button that has the focus would be clicked now.
        event.preventDefault();
        look.set({ isComparing: false });
      },
      { signal },
    );
    window.addEventListener("blur", () => look.set({ isComparing: false }), { signal });
    return () => stop.abort();
  }, [look]);
}

const isPressable = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest("button, a, summary, input, [role=option], [role=slider]") !== null;
