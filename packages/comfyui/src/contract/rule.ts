import type { Fitness } from "../workflows/fitness.ts";
import type { Ground } from "./ground.ts";

/** One thing that a client relies on. */
export interface Rule {
  readonly title: string;
  /** Which generation it is about; both when not named. */
  readonly only?: "older" | "newer";
  /** Whether the server has the models for it; always when not named. */
  readonly fits?: (ground: Ground) => Fitness;
  /** Throws `RuleBroken`, or anything else, when it does not hold. */
  readonly check: (ground: Ground) => Promise<void>;
}
