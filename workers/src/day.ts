const DAY_MS = 86_400_000;

/** The day in UTC, `2026-01-31`. */
export const dayOf = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10);
export const dayEndsAtMs = (nowMs: number): number => (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
