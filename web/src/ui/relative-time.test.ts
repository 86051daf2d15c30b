import { expect, test } from "vitest";
import { relativeTime } from "./relative-time.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

test.each([
  [0, "now"],
  [59 * SECOND, "now"],
  [61 * SECOND, "1 minute ago"],
  [3 * HOUR, "3 hours ago"],
  [DAY, "yesterday"],
  [6 * DAY, "6 days ago"],
  [15 * DAY, "2 weeks ago"],
  [100 * DAY, "3 months ago"],
  [800 * DAY, "2 years ago"],
  [-HOUR, "now"],
])("%i ms ago reads %s", (agoMs, text) => expect(relativeTime(NOW - agoMs, NOW)).toBe(text));
