import { NodeFailure } from "../nodes/node.ts";
import { isLink } from "./graph.ts";
import type { QueuedPrompt } from "./prompt-queue.ts";

/** A node's failure as `execution_error` words it. */
export function describeFailure(error: unknown): object {
  const known = error instanceof NodeFailure;
  return {
    exception_message: error instanceof Error ? error.message : String(error),
    exception_type: known ? error.exceptionType : "RuntimeError",
    traceback: [],
  };
}

/** The inputs and outputs that `execution_error` shows; the person's words are among them. */
export function shownInputs(item: QueuedPrompt, nodeId: string, executed: ReadonlySet<string>): object {
  const inputs: Record<string, unknown[]> = {};
  for (const [name, value] of Object.entries(item.graph[nodeId].inputs)) {
    if (!isLink(value)) inputs[name] = [value];
  }
  return { current_inputs: inputs, current_outputs: [...new Set([...item.outputs, nodeId, ...executed])] };
}
