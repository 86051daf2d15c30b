import { useSyncExternalStore } from "react";
import { mediaHolds, onMediaChange } from "./browser-gifts.ts";

/** Room for words, sliders and numbers in one line. */
export const WIDE = "(min-width: 1024px)";

/** Whether the media query `query` holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => onMediaChange(query, changed),
    () => mediaHolds(query),
  );
}
