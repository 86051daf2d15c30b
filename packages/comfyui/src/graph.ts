/** A value of a node's input: a plain value, or `[nodeId, outputSlot]`. */
export type ComfyInput = string | number | boolean | readonly [nodeId: string, slot: number];

/** One node of a graph in ComfyUI's API format. */
export interface ComfyNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, ComfyInput>>;
}

/** A graph by node id. Keep ids stable from frame to frame so that the server's cache holds. */
export type ComfyGraph = Readonly<Record<string, ComfyNode>>;

/** A graph with the node that sends its picture. */
export interface ComfyWorkflow {
  readonly graph: ComfyGraph;
  /** Node id of the `SaveImageWebsocket`. */
  readonly outputNode: string;
}
