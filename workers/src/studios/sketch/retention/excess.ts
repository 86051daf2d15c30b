/** Which pictures are beyond a plan. Pure: what is kept comes in, oldest and unpinned first. */
export interface Bounds {
  keptPictures: number | null;
  keptDays: number | null;
}
export interface Candidate {
  createdAt: number;
  isPinned: boolean;
}

const DAY_MS = 86_400_000;

/**
 * How many of the first of `candidates` go. One without a pin goes when it is too old, or when there are too many; one with a
 * pin is never too old, and goes only when those with one are too many by themselves.
 */
export function excess(
  candidates: readonly Candidate[],
  count: number,
  { keptPictures, keptDays }: Bounds,
  nowMs: number,
): number {
  const tooMany = keptPictures === null ? 0 : Math.max(0, count - keptPictures);
  const before = keptDays === null ? -Infinity : nowMs - keptDays * DAY_MS;
  let at = 0;
  for (const { isPinned, createdAt } of candidates) {
    const goes = at < tooMany || (!isPinned && createdAt < before);
    if (!goes) break;
    at += 1;
  }
  return at;
}
