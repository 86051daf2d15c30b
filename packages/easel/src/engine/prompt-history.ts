import type { NodeUi } from "../nodes/node.ts";
import { promptTuple } from "./prompt-queue.ts";
import type { PromptTuple, QueuedPrompt } from "./prompt-queue.ts";

/** Files by output node. */
export type UiOutputs = Record<string, NodeUi>;

/** How a prompt ended. */
export interface PromptOutcome {
  readonly succeeded: boolean;
  readonly messages: readonly (readonly [type: string, data: object])[];
  readonly outputs: UiOutputs;
}

/** A finished prompt as `/history` writes it. */
export interface HistoryEntry {
  readonly prompt: PromptTuple;
  readonly outputs: UiOutputs;
  readonly status: {
    readonly status_str: "success" | "error";
    readonly completed: boolean;
    readonly messages: PromptOutcome["messages"];
  };
  readonly meta: object;
}

/** Finished prompts, oldest first, at most `maxEntries`: each holds its whole graph. */
export class PromptHistory {
  readonly #entries = new Map<string, HistoryEntry>();
  readonly #maxEntries: number;

  constructor(maxEntries = 10_000) {
    this.#maxEntries = maxEntries;
  }

  add(item: QueuedPrompt, outcome: PromptOutcome): void {
    // A second run under the same id replaces the first and moves to the end.
    this.#entries.delete(item.promptId);
    const meta = Object.fromEntries(
      Object.keys(outcome.outputs).map((nodeId) => [
        nodeId,
        { node_id: nodeId, display_node: nodeId, parent_node: null, real_node_id: nodeId },
      ]),
    );
    this.#entries.set(item.promptId, {
      prompt: promptTuple(item),
      outputs: outcome.outputs,
      status: {
        status_str: outcome.succeeded ? "success" : "error",
        completed: outcome.succeeded,
        messages: outcome.messages,
      },
      meta,
    });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) break;
      this.#entries.delete(oldest);
    }
  }

  /** Null when unknown, queued or running. */
  get(promptId: string): HistoryEntry | null {
    return this.#entries.get(promptId) ?? null;
  }

  /** All entries, oldest first. */
  get entries(): ReadonlyMap<string, HistoryEntry> {
    return this.#entries;
  }

  /** `maxItems` entries from `offset`, or the last ones when no offset is given. */
  list(maxItems: number | null, offset: number | null): Record<string, object> {
    const all = [...this.#entries];
    const from = offset ?? (maxItems === null ? 0 : Math.max(0, all.length - maxItems));
    return Object.fromEntries(all.slice(from, maxItems === null ? undefined : from + maxItems));
  }

  delete(promptId: string): void {
    this.#entries.delete(promptId);
  }

  clear(): void {
    this.#entries.clear();
  }
}
