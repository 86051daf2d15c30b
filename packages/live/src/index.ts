export { fullBudget, spend, type Budget, type Rate } from "./budget.ts";
export type { Attached, Placed, SessionEffect, SessionEvent } from "./events.ts";
export type { Conn, Remembered, SessionState } from "./state.ts";
export { createSessionState } from "./state.ts";
export { holdsPen } from "./pen.ts";
export { nextDeadlineMs, step, type Policy } from "./step.ts";
