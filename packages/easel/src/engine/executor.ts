import type { MemoryFiles } from "../memory-files.ts";
import { NodeFailure, NodeInterrupted } from "../nodes/node.ts";
import type { Inputs, NodeContext, NodeResult } from "../nodes/node.ts";
import { nodeRegistry } from "../nodes/registry.ts";
import type { NodeValue } from "../nodes/value.ts";
import { previewFrame, previewFrameWithMetadata, textFrame } from "./binary-frame.ts";
import type { ResultCache } from "./cache.ts";
import { ExecutionOrder } from "./execution-order.ts";
import { isLink } from "./graph.ts";
import type { PromptOutcome, UiOutputs } from "./prompt-history.ts";
import { PromptProgress } from "./prompt-progress.ts";
import type { QueuedPrompt } from "./prompt-queue.ts";
import type { SocketHub } from "./socket-hub.ts";
import { checkPlain } from "./validate-input.ts";

/** What running a prompt needs. */
export interface ExecutorParts {
  readonly hub: SocketHub;
  readonly files: MemoryFiles;
  readonly cache: ResultCache;
  readonly paint: NodeContext["paint"];
  readonly paintDelayMs: number;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** Runs prompts one at a time and tells their owner what happens. */
export class Executor {
  readonly #parts: ExecutorParts;
  #interrupted = false;

  constructor(parts: ExecutorParts) {
    this.#parts = parts;
  }

  /** Stops what runs at its next check. Forgotten when a prompt starts. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** Runs one prompt to its end. Never throws. */
  async run(item: QueuedPrompt): Promise<PromptOutcome> {
    const { hub, cache, files, now } = this.#parts;
    const { promptId, graph } = item;
    this.#interrupted = false;
    const clientId = item.extraData["client_id"];
    const owner = typeof clientId === "string" ? clientId : null;
    hub.owner = owner;
    const messages: [string, object][] = [];
    const tell = (type: string, data: object, broadcast = false): void => {
      const stamped = { ...data, timestamp: now() };
      messages.push([type, stamped]);
      if (owner !== null || broadcast) hub.send(type, stamped, owner);
    };
    const progress = new PromptProgress(promptId);
    const results = new Map<string, NodeResult>();
    const executed = new Set<string>();
    const ui: UiOutputs = {};
    const outcome = (succeeded: boolean): PromptOutcome => ({ succeeded, messages, outputs: ui });
    const show = (nodeId: string, result: NodeResult): void => {
      if (!result.ui) return;
      ui[nodeId] = result.ui;
      const data = { node: nodeId, display_node: nodeId, output: result.ui, prompt_id: promptId };
      if (owner !== null) hub.send("executed", data, owner);
    };
    tell("execution_start", { prompt_id: promptId });
    cache.begin(graph, files);
    const cached = Object.keys(graph).filter((nodeId) => cache.get(nodeId) !== undefined);
    tell("execution_cached", { nodes: cached, prompt_id: promptId });
    const order = new ExecutionOrder(graph, item.outputs, (nodeId) => cache.get(nodeId) !== undefined);
    for (let nodeId = order.next(); nodeId !== null; nodeId = order.next()) {
      const known = cache.get(nodeId);
      if (known) {
        show(nodeId, known);
        hub.send("progress_state", progress.finish(nodeId), owner);
        order.finish(nodeId);
        continue;
      }
      const { class_type: classType } = graph[nodeId];
      hub.runningNode = nodeId;
      hub.send("progress_state", progress.start(nodeId), owner);
      if (owner !== null) {
        hub.send("executing", { node: nodeId, display_node: nodeId, prompt_id: promptId }, owner);
      }
      try {
        // Lets sockets and requests through between nodes.
        await new Promise((resolve) => setImmediate(resolve));
        const context = this.#context(promptId, nodeId, owner, progress);
        context.checkInterrupt();
        const inputs = this.#inputs(item, nodeId, results);
        const result = await nodeRegistry.get(classType)!.run(inputs, context);
        results.set(nodeId, result);
        cache.set(nodeId, result);
        executed.add(nodeId);
        show(nodeId, result);
        hub.send("progress_state", progress.finish(nodeId), owner);
        order.finish(nodeId);
      } catch (error) {
        const where = { prompt_id: promptId, node_id: nodeId, node_type: classType, executed: [...executed] };
        if (error instanceof NodeInterrupted) tell("execution_interrupted", where, true);
        else
          tell("execution_error", {
            ...where,
            ...describeFailure(error),
            ...shownInputs(item, nodeId, executed),
          });
        return outcome(false);
      }
    }
    tell("execution_success", { prompt_id: promptId });
    return outcome(true);
  }

  #inputs(item: QueuedPrompt, nodeId: string, results: ReadonlyMap<string, NodeResult>): Inputs {
    const node = item.graph[nodeId];
    const inputs: Record<string, NodeValue> = {};
    for (const [name, spec] of Object.entries(
      nodeRegistry.get(node.class_type)!.required(this.#parts.files),
    )) {
      const value = node.inputs[name];
      if (isLink(value)) {
        const given = (results.get(value[0]) ?? this.#parts.cache.get(value[0]))?.outputs[value[1]];
        if (given === undefined) throw new NodeFailure("KeyError", `'${value[0]}'`);
        inputs[name] = given;
      } else {
        const checked = checkPlain(name, spec, value, true);
        if ("value" in checked) inputs[name] = checked.value;
      }
    }
    return inputs;
  }

  #context(promptId: string, nodeId: string, owner: string | null, progress: PromptProgress): NodeContext {
    const { hub, files, paint, paintDelayMs } = this.#parts;
    return {
      files,
      paint,
      paintDelayMs,
      text: (text) => hub.sendBinary(textFrame(nodeId, text), owner),
      checkInterrupt: () => {
        if (!this.#interrupted) return;
        this.#interrupted = false;
        throw new NodeInterrupted();
      },
      progress: (value, max, png) => {
        const metadata = hub.takesMetadata(owner);
        hub.send("progress_state", progress.update(nodeId, value, max), owner);
        if (png && metadata) hub.sendBinary(previewFrameWithMetadata(png, nodeId, promptId), owner);
        hub.send("progress", { value, max, prompt_id: promptId, node: nodeId }, owner);
        if (png && !metadata) hub.sendBinary(previewFrame(png), owner);
      },
    };
  }
}

function describeFailure(error: unknown): object {
  const known = error instanceof NodeFailure;
  return {
    exception_message: error instanceof Error ? error.message : String(error),
    exception_type: known ? error.exceptionType : "RuntimeError",
    traceback: [],
  };
}

function shownInputs(item: QueuedPrompt, nodeId: string, executed: ReadonlySet<string>): object {
  const inputs: Record<string, unknown[]> = {};
  for (const [name, value] of Object.entries(item.graph[nodeId].inputs)) {
    if (!isLink(value)) inputs[name] = [value];
  }
  return { current_inputs: inputs, current_outputs: [...new Set([...item.outputs, nodeId, ...executed])] };
}
