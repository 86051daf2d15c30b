export {
  createAgentState,
  estimateMs,
  sample,
  type AgentFrame,
  type AgentState,
  type Seat,
  type Work,
} from "./state.ts";
export type { JobEffect, JobEvent } from "./jobs.ts";
export { announcedTurns, type AgentEffect, type AgentEvent, type Schedule } from "./step.ts";
export { workOfFrame, workOfReady } from "./work.ts";
