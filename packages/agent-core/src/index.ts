export { createAgentState, type AgentFrame, type AgentState } from "./state.ts";
export { expectMs, nextDeadlineMs, step, type AgentEffect, type AgentEvent } from "./step.ts";
