import { createHash } from "node:crypto";
import type { MemoryFiles } from "../memory-files.ts";
import type { NodeResult } from "../nodes/node.ts";
import { nodeRegistry } from "../nodes/registry.ts";
import type { NodeValue } from "../nodes/value.ts";
import { isLink, nodeOf } from "./graph.ts";
import type { Graph } from "./graph.ts";

/**
 * Results of the latest prompt's nodes, by what each was made from (class, inputs, ancestors), as
 * ComfyUI's classic cache: node ids are no part of the key, and what a prompt does not use is dropped.
 */
export class ResultCache {
  #results = new Map<string, NodeResult>();
  #keys = new Map<string, string | null>();

  /** Makes ready for a prompt: finds its keys and drops what it does not use. */
  begin(graph: Graph, files: MemoryFiles): void {
    this.#keys = new Map();
    for (const nodeId of Object.keys(graph)) this.#keyOf(graph, nodeId, files, new Set());
    const used = new Set(this.#keys.values());
    for (const key of this.#results.keys()) if (!used.has(key)) this.#results.delete(key);
  }

  /** The result a node would have, if it is known already. */
  get(nodeId: string): NodeResult | undefined {
    const key = this.#keys.get(nodeId);
    return typeof key === "string" ? this.#results.get(key) : undefined;
  }

  /** Keeps a result; a node that must always run is not kept. */
  set(nodeId: string, result: NodeResult): void {
    const key = this.#keys.get(nodeId);
    if (typeof key === "string") this.#results.set(key, result);
  }

  /** Forgets everything. */
  clear(): void {
    this.#results = new Map();
  }

  #keyOf(graph: Graph, nodeId: string, files: MemoryFiles, path: ReadonlySet<string>): string | null {
    const known = this.#keys.get(nodeId);
    if (known !== undefined) return known;
    const node = nodeOf(graph, nodeId);
    const definition = node && nodeRegistry.get(node.class_type);
    // A chain this deep is no workflow; it must not exhaust the stack.
    if (!definition || path.has(nodeId) || path.size > 1000) return null;
    const parts: unknown[] = [node.class_type];
    const plain: Record<string, NodeValue> = {};
    let cacheable = true;
    for (const [name, value] of Object.entries(node.inputs).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (isLink(value)) {
        const key = this.#keyOf(graph, value[0], files, new Set([...path, nodeId]));
        if (key === null) cacheable = false;
        parts.push([name, key, value[1]]);
      } else {
        if (typeof value !== "object") plain[name] = value as NodeValue;
        parts.push([name, value]);
      }
    }
    const fingerprint = definition.fingerprint ? definition.fingerprint(plain, files) : "";
    const key =
      cacheable && fingerprint !== null
        ? createHash("sha256")
            .update(JSON.stringify([parts, fingerprint]))
            .digest("base64")
        : null;
    this.#keys.set(nodeId, key);
    return key;
  }
}
