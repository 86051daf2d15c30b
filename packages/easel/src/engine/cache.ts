import { createHash } from "node:crypto";
import type { MemoryFiles } from "../memory-files.ts";
import type { NodeResult } from "../nodes/node.ts";
import type { NodeRegistry } from "../nodes/registry.ts";
import type { NodeValue } from "../nodes/value.ts";
import { writeExact } from "./exact-json.ts";
import { isLink, nodeOf } from "./graph.ts";
import type { Graph } from "./graph.ts";

/** When results are dropped. Classic: at once when a prompt does not use them. Else: when memory is short. */
export type CachePolicy = "classic" | "ram-pressure";

/**
 * Results of nodes, by what each was made from (class, inputs, ancestors), as ComfyUI keeps them: node
 * ids are no part of the key.
 */
export class ResultCache {
  readonly #nodes: NodeRegistry;
  readonly #policy: CachePolicy;
  readonly #capBytes: number;
  #results = new Map<string, NodeResult>();
  #bytes = 0;
  #keys = new Map<string, string | null>();

  /** `capBytes` stands for the memory: pixels held above it are dropped, least recently used first. */
  constructor(nodes: NodeRegistry, policy: CachePolicy, capBytes: number) {
    this.#nodes = nodes;
    this.#policy = policy;
    this.#capBytes = capBytes;
  }

  /** Makes ready for a prompt: finds its keys and, if classic, drops what it does not use. */
  begin(graph: Graph, files: MemoryFiles): void {
    this.#keys = new Map();
    for (const nodeId of Object.keys(graph)) this.#keyOf(graph, nodeId, files, new Set());
    if (this.#policy !== "classic") return;
    const used = new Set(this.#keys.values());
    for (const key of this.#results.keys()) if (!used.has(key)) this.#drop(key);
  }

  /** The result a node would have, if it is known already. */
  get(nodeId: string): NodeResult | undefined {
    const key = this.#keys.get(nodeId);
    const result = typeof key === "string" ? this.#results.get(key) : undefined;
    if (result && typeof key === "string") {
      this.#results.delete(key);
      this.#results.set(key, result);
    }
    return result;
  }

  /** Keeps a result; a node that must always run is not kept. */
  set(nodeId: string, result: NodeResult): void {
    const key = this.#keys.get(nodeId);
    if (typeof key !== "string") return;
    this.#drop(key);
    this.#results.set(key, result);
    this.#bytes += bytesOf(result);
    if (this.#policy === "classic") return;
    const inUse = new Set(this.#keys.values());
    for (const oldest of this.#results.keys()) {
      if (this.#bytes <= this.#capBytes) break;
      if (!inUse.has(oldest)) this.#drop(oldest);
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.#results = new Map();
    this.#bytes = 0;
  }

  #drop(key: string): void {
    const old = this.#results.get(key);
    if (!old) return;
    this.#results.delete(key);
    this.#bytes -= bytesOf(old);
  }

  #keyOf(graph: Graph, nodeId: string, files: MemoryFiles, path: ReadonlySet<string>): string | null {
    const known = this.#keys.get(nodeId);
    if (known !== undefined) return known;
    const node = nodeOf(graph, nodeId);
    const definition = node && this.#nodes.get(node.class_type);
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
            .update(writeExact([parts, fingerprint]))
            .digest("base64")
        : null;
    this.#keys.set(nodeId, key);
    return key;
  }
}

function bytesOf(result: NodeResult): number {
  let sum = 0;
  for (const value of result.outputs) {
    if (typeof value !== "object") continue;
    const image = value.kind === "LATENT" ? value.image : value;
    // Frames that share their bytes count once.
    if (image.kind === "IMAGE") for (const frame of new Set(image.frames)) sum += frame.length;
    else if (image.kind === "MASK") sum += image.plane.length;
  }
  return sum;
}
