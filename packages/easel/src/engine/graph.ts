/** One node of a submitted graph. */
export interface GraphNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A submitted graph whose nodes have been looked at. */
export type Graph = Readonly<Record<string, GraphNode>>;

/** A link to another node's output. */
export type Link = readonly [nodeId: string, slot: number];

/** True for `[nodeId, slot]`. */
export function isLink(value: unknown): value is Link {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && typeof value[1] === "number"
  );
}

/** Own property of a graph, so that a node named `constructor` is nothing special. */
export function nodeOf(graph: Graph, nodeId: string): GraphNode | undefined {
  return Object.hasOwn(graph, nodeId) ? graph[nodeId] : undefined;
}
