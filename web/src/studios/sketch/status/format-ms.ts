import { words } from "./words.ts";

/** A duration for people: no more figures than it deserves. */
export function formatMs(ms: number): string {
  if (ms >= 10_000) return words.seconds(Math.round(ms / 1000));
  return words.milliseconds(ms >= 100 ? Math.round(ms / 10) * 10 : Math.round(ms));
}
