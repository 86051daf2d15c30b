import { setTimeout as sleep } from "node:timers/promises";
import type { Device } from "../device.ts";
import { FaultBoard } from "../faults/fault-board.ts";
import type { GenerationTraits } from "../generation.ts";
import { NodeFailure, NodeInterrupted } from "../nodes/node.ts";
import type { Inputs, NodeContext, NodeHouse, NodeResult } from "../nodes/node.ts";
import type { NodeRegistry } from "../nodes/registry.ts";
import type { FileTexts } from "../nodes/png-texts.ts";
import type { Painting } from "../nodes/painting-in-hand.ts";
import type { NodeValue } from "../nodes/value.ts";
import { previewFrame, previewFrameWithMetadata, textFrame } from "./binary-frame.ts";
import type { ResultCache } from "./cache.ts";
import { writePython } from "./exact-json.ts";
import { ExecutionOrder } from "./execution-order.ts";
import { describeFailure, shownInputs } from "./failure-report.ts";
import { isLink } from "./graph.ts";
import type { PauseBoard } from "./pause-board.ts";
import type { PromptOutcome, UiOutputs } from "./prompt-history.ts";
import { PromptProgress } from "./prompt-progress.ts";
import type { QueuedPrompt } from "./prompt-queue.ts";
import type { SocketHub } from "./socket-hub.ts";
import { spoilFrame } from "./spoil-frame.ts";
import { checkPlain } from "./validate-input.ts";

/** What running a prompt needs. */
export interface ExecutorParts {
  readonly hub: SocketHub;
  readonly house: NodeHouse;
  readonly nodes: NodeRegistry;
  readonly traits: GenerationTraits;
  readonly faults: FaultBoard;
  readonly cache: ResultCache;
  readonly paint: NodeContext["paint"];
  readonly animate: NodeContext["animate"];
  readonly paintDelayMs: number;
  readonly device: Device;
  readonly pauses: PauseBoard<Painting>;
  /** Writes into saved files what they came from. */
  readonly metadata: boolean;
  /** Shows sampler previews unless a prompt says otherwise. */
  readonly previews: boolean;
  /** Ends the process, or what stands for it. */
  readonly crash: () => void;
  /** Unix milliseconds. */
  readonly now: () => number;
}

function fileTexts({ graph, extraData }: QueuedPrompt): FileTexts {
  const given = extraData["extra_pnginfo"];
  const more = typeof given === "object" && given !== null ? Object.entries(given) : [];
  return [
    ["prompt", writePython(graph)],
    ...more.map(([name, value]) => [name, writePython(value)] as const),
  ];
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

  /** Runs one prompt to its end. `beforeSuccess` hears the outcome before the owner does. Never throws. */
  async run(item: QueuedPrompt, beforeSuccess?: (outcome: PromptOutcome) => void): Promise<PromptOutcome> {
    const { hub, cache, house, nodes, now } = this.#parts;
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
    cache.begin(graph, house.files);
    const cached = Object.keys(graph).filter((nodeId) => cache.get(nodeId) !== undefined);
    tell("execution_cached", { nodes: cached, prompt_id: promptId });
    const resuming = new Set(Object.keys(graph).filter((nodeId) => this.#resumes(item, nodeId)));
    const order = new ExecutionOrder(
      graph,
      nodes,
      item.outputs,
      (nodeId) => cache.get(nodeId) !== undefined,
      (nodeId) => !resuming.has(nodeId),
    );
    for (let nodeId = order.next(); nodeId !== null; nodeId = order.next()) {
      const known = cache.get(nodeId);
      if (known) {
        results.set(nodeId, known);
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
        await this.#strikeBefore(owner);
        const context = this.#context(item, nodeId, owner, progress);
        context.checkInterrupt();
        const inputs = this.#inputs(item, nodeId, results, resuming.has(nodeId));
        const began = performance.now();
        const result = await nodes.get(classType)!.run(inputs, context);
        await this.#slowDown(performance.now() - began, context);
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
    beforeSuccess?.(outcome(true));
    tell("execution_success", { prompt_id: promptId });
    return outcome(true);
  }

  /** What can go wrong as a node starts. */
  async #strikeBefore(owner: string | null): Promise<void> {
    const { faults, hub, crash } = this.#parts;
    if (faults.take("crash")) crash();
    if (owner !== null && faults.take("lost-socket")) hub.drop(owner);
    if (!faults.take("hang")) return;
    faults.set("hang");
    while (faults.peek("hang") && !hub.isClosed) await sleep(10);
  }

  async #slowDown(tookMs: number, context: NodeContext): Promise<void> {
    const fault = this.#parts.faults.peek("slow");
    if (!fault) return;
    // A node too quick to measure still takes a while on a slow host.
    const waitMs = Math.max(5, tookMs) * (FaultBoard.numberOf(fault, 3) - 1);
    for (let left = Math.min(waitMs, 600_000); left > 0; left -= 50) {
      await sleep(Math.min(50, left));
      context.checkInterrupt();
    }
  }

  #resumes({ graph }: QueuedPrompt, nodeId: string): boolean {
    const { nodes, pauses } = this.#parts;
    const { class_type: classType, inputs } = graph[nodeId];
    const plain = Object.entries(inputs).filter(([, value]) => typeof value === "string");
    return (
      nodes.get(classType)?.resumes?.(Object.fromEntries(plain) as Record<string, string>, pauses) ?? false
    );
  }

  #inputs(
    item: QueuedPrompt,
    nodeId: string,
    results: ReadonlyMap<string, NodeResult>,
    resumes: boolean,
  ): Inputs {
    const { nodes, house, cache } = this.#parts;
    const node = item.graph[nodeId];
    const definition = nodes.get(node.class_type)!;
    const inputs: Record<string, NodeValue> = {};
    const specs = { ...definition.required(house), ...definition.optional?.(house) };
    for (const [name, spec] of Object.entries(specs)) {
      if (!Object.hasOwn(node.inputs, name)) continue;
      const value = node.inputs[name];
      if (isLink(value)) {
        const given = (results.get(value[0]) ?? cache.get(value[0]))?.outputs[value[1]];
        if (given === undefined && resumes) continue;
        if (given === undefined) throw new NodeFailure("KeyError", `'${value[0]}'`);
        inputs[name] = given;
      } else {
        const checked = checkPlain(name, spec, value, { skipList: true });
        if ("value" in checked) inputs[name] = checked.value;
      }
    }
    return inputs;
  }

  #context(item: QueuedPrompt, nodeId: string, owner: string | null, progress: PromptProgress): NodeContext {
    const { hub, house, faults, traits, paint, animate, paintDelayMs, device, pauses } = this.#parts;
    const { promptId } = item;
    const method = item.extraData["preview_method"];
    // Only the newer generation listens to the prompt.
    const asked = traits.jobsApi && typeof method === "string" && method !== "default" ? method : null;
    const metadata = hub.takesMetadata(owner);
    const send = (frame: Buffer): void => hub.sendBinary(spoilFrame(frame, faults), owner);
    return {
      ...house,
      faults,
      deviceFault: traits.deviceFault,
      paint,
      animate,
      fileTexts: this.#parts.metadata ? fileTexts(item) : [],
      paintDelayMs,
      device,
      pauses,
      previews: asked === null ? this.#parts.previews : asked !== "none",
      text: (text) => hub.sendBinary(textFrame(nodeId, text), owner),
      checkInterrupt: () => {
        if (!this.#interrupted) return;
        this.#interrupted = false;
        throw new NodeInterrupted();
      },
      takesMetadata: metadata,
      picture: (picture) =>
        send(metadata ? previewFrameWithMetadata(picture, nodeId, promptId) : previewFrame(picture)),
      progress: (value, max, picture) => {
        hub.send("progress_state", progress.update(nodeId, value, max), owner);
        if (picture && metadata) send(previewFrameWithMetadata(picture, nodeId, promptId));
        hub.send("progress", { value, max, prompt_id: promptId, node: nodeId }, owner);
        if (picture && !metadata) send(previewFrame(picture));
      },
    };
  }
}
