interface NodeProgress {
  value: number;
  max: number;
  state: "running" | "finished";
}

/** Where each started node of a prompt stands, as `progress_state` tells it. */
export class PromptProgress {
  readonly #nodes = new Map<string, NodeProgress>();
  readonly #promptId: string;

  constructor(promptId: string) {
    this.#promptId = promptId;
  }

  start(nodeId: string): object {
    this.#nodes.set(nodeId, { value: 0, max: 1, state: "running" });
    return this.#report();
  }

  update(nodeId: string, value: number, max: number): object {
    this.#nodes.set(nodeId, { value, max, state: "running" });
    return this.#report();
  }

  finish(nodeId: string): object {
    const max = this.#nodes.get(nodeId)?.max ?? 1;
    this.#nodes.set(nodeId, { value: max, max, state: "finished" });
    return this.#report();
  }

  #report(): object {
    const nodes: Record<string, object> = {};
    for (const [nodeId, { value, max, state }] of this.#nodes) {
      nodes[nodeId] = {
        value,
        max,
        state,
        node_id: nodeId,
        prompt_id: this.#promptId,
        display_node_id: nodeId,
        parent_node_id: null,
        real_node_id: nodeId,
      };
    }
    return { prompt_id: this.#promptId, nodes };
  }
}
