import type { NodeRegistry } from "../nodes/registry.ts";
import { isLink } from "./graph.ts";
import type { Graph } from "./graph.ts";

/**
 * Order in which a graph runs. Like ComfyUI it prefers, of the nodes that could run, an output node, then
 * one that leads to an output in a step or two, so that pictures come as early as they can.
 */
export class ExecutionOrder {
  readonly #graph: Graph;
  readonly #nodes: NodeRegistry;
  /** How many unfinished nodes each waiting node still waits for. */
  readonly #waits = new Map<string, number>();
  readonly #blocks = new Map<string, string[]>();
  readonly #needsLinks: (nodeId: string) => boolean;

  /** `isDone` tells the nodes whose results are known and that need not run; `needsLinks` those that wait for others. */
  constructor(
    graph: Graph,
    nodes: NodeRegistry,
    outputs: readonly string[],
    isDone: (nodeId: string) => boolean,
    needsLinks: (nodeId: string) => boolean,
  ) {
    this.#needsLinks = needsLinks;
    this.#graph = graph;
    this.#nodes = nodes;
    for (const output of outputs) this.#add(output, isDone);
  }

  /** The next node to run, or null when all have. */
  next(): string | null {
    const ready = [...this.#waits].filter(([, waits]) => waits === 0).map(([nodeId]) => nodeId);
    const followers = (nodeId: string): string[] => this.#blocks.get(nodeId) ?? [];
    return (
      ready.find((nodeId) => this.#isOutput(nodeId)) ??
      ready.find((nodeId) => followers(nodeId).some((after) => this.#isOutput(after))) ??
      ready.find((nodeId) =>
        followers(nodeId).some((after) => followers(after).some((last) => this.#isOutput(last))),
      ) ??
      ready[0] ??
      null
    );
  }

  /** Marks a node as run. */
  finish(nodeId: string): void {
    this.#waits.delete(nodeId);
    for (const after of this.#blocks.get(nodeId) ?? []) {
      const waits = this.#waits.get(after);
      if (waits !== undefined) this.#waits.set(after, waits - 1);
    }
    this.#blocks.delete(nodeId);
  }

  #add(output: string, isDone: (nodeId: string) => boolean): void {
    const stack = [output];
    for (let nodeId = stack.pop(); nodeId !== undefined; nodeId = stack.pop()) {
      if (this.#waits.has(nodeId)) continue;
      let waits = 0;
      for (const value of Object.values(this.#graph[nodeId].inputs)) {
        if (!isLink(value) || isDone(value[0]) || !this.#needsLinks(nodeId)) continue;
        waits++;
        const blocked = this.#blocks.get(value[0]);
        if (blocked) blocked.push(nodeId);
        else this.#blocks.set(value[0], [nodeId]);
        stack.push(value[0]);
      }
      this.#waits.set(nodeId, waits);
    }
  }

  #isOutput(nodeId: string): boolean {
    return this.#nodes.get(this.#graph[nodeId].class_type)?.isOutput ?? false;
  }
}
