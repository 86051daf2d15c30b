/** A budget that fills again with time. Pure: whoever asks says when it is. */
export interface Rate {
  everyMs: number;
  atOnce: number;
}

export interface Budget {
  left: number;
  /** Up to then it was filled. */
  atMs: number;
}

export const fullBudget = ({ atOnce }: Rate, nowMs: number): Budget => ({ left: atOnce, atMs: nowMs });

/** Takes one and gives 0, or takes nothing and gives the time until there is one. */
export function spend(budget: Budget, { everyMs, atOnce }: Rate, nowMs: number): number {
  // A clock that went back fills nothing.
  const passedMs = Math.max(0, nowMs - budget.atMs);
  budget.left = Math.min(atOnce, budget.left + passedMs / everyMs);
  budget.atMs = Math.max(budget.atMs, nowMs);
  if (budget.left < 1) return Math.ceil((1 - budget.left) * everyMs);
  budget.left -= 1;
  return 0;
}
