import { useSyncExternalStore } from "react";

/** Room for words, sliders and numbers in one line. */
export const WIDE = "(min-width: 1024px)";

/** Whether the media query `query` holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}
