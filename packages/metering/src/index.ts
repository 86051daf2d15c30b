export type { MeterEffect, MeterEvent } from "./events.ts";
export {
  createMeter,
  spentCredits,
  type MeteredPicture,
  type MeterState,
  type PauseReason,
  type Turn,
  type TurnOutcome,
} from "./state.ts";
export { nextDeadlineMs, step, windowOf } from "./step.ts";
