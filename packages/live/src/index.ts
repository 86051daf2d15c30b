export type { Attached, Placed, SessionEffect, SessionEvent } from "./events.ts";
export type { Conn, Remembered, SessionState } from "./state.ts";
export { createSessionState } from "./state.ts";
export { holdsPen } from "./pen.ts";
export { nextDeadlineMs, step, type Policy } from "./step.ts";
