import { language } from "../words/translated.ts";

const MINUTE_MS = 60_000;
const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ["year", 365 * 24 * 60 * MINUTE_MS],
  ["month", 30 * 24 * 60 * MINUTE_MS],
  ["week", 7 * 24 * 60 * MINUTE_MS],
  ["day", 24 * 60 * MINUTE_MS],
  ["hour", 60 * MINUTE_MS],
  ["minute", MINUTE_MS],
];
const RELATIVE = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const ABSOLUTE = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });

/** `2 hours ago`; within the last minute, and from a clock that runs ahead, it is `now`. */
export function relativeTime(atMs: number, nowMs: number): string {
  const agoMs = Math.max(0, nowMs - atMs);
  const [unit, ms] = STEPS.find(([, ms]) => agoMs >= ms) ?? ["second", Infinity];
  return RELATIVE.format(-Math.floor(agoMs / ms), unit);
}

export const absoluteTime = (atMs: number): string => ABSOLUTE.format(atMs);
