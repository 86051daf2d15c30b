import { words } from "./words.ts";

/** From one that keeps every line to one that only takes hints. */
const STEPS = ["faithful", "close", "balanced", "loose", "free"] as const;
type StrengthStep = (typeof STEPS)[number];

/** The nearest named step of a strength of 0 to 1. */
export function strengthStep(strength: number): StrengthStep {
  return STEPS[Math.round(strength * (STEPS.length - 1))] ?? "balanced";
}

export const strengthName = (strength: number): string => words.strengthNames[strengthStep(strength)];
