export type { MeterEffect, MeterEvent } from "./events.ts";
export {
  createMeter,
  heldCredits,
  spentCredits,
  type MeteredPicture,
  type MeterState,
  type Turn,
  type TurnOutcome,
} from "./state.ts";
export { nextDeadlineMs, step, windowOf } from "./step.ts";
