export {
  createAgentState,
  estimateMs,
  sample,
  type AgentFrame,
  type AgentState,
  type Seat,
} from "./state.ts";
export { announcedTurns, type AgentEffect, type AgentEvent, type Schedule } from "./step.ts";
