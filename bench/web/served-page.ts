import type { Browser } from "playwright-core";

/** The page as it ships, and a browser that can also be spoken to on `debugPort`. */
export interface ServedPage {
  browser: Browser;
  origin: string;
  debugPort: number;
}

export const DESKTOP = { width: 1440, height: 900 } as const;

/** Nearest-rank percentile, `part` from 0 to 1. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))] ?? NaN;
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
