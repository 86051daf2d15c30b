const DAY_MS = 86_400_000;

/** Between the letter and the first picture that goes. */
export const WARNED_MS = 7 * DAY_MS;
/** So long a letter holds; whoever is beyond the plan again later is told again. */
export const TOLD_FOR_MS = 60 * DAY_MS;
