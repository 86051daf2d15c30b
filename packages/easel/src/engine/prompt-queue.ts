import type { Graph } from "./graph.ts";

/** One queued prompt. */
export interface QueuedPrompt {
  readonly number: number;
  readonly promptId: string;
  readonly graph: Graph;
  readonly extraData: Readonly<Record<string, unknown>>;
  readonly outputs: readonly string[];
}

/** A prompt as `/queue` and `/history` write it. */
export type PromptTuple = readonly [
  number: number,
  promptId: string,
  graph: Graph,
  extraData: QueuedPrompt["extraData"],
  outputs: readonly string[],
];

/** Writes a prompt as `/queue` and `/history` do. */
export function promptTuple(item: QueuedPrompt): PromptTuple {
  return [item.number, item.promptId, item.graph, item.extraData, item.outputs];
}

/** Prompts waiting their turn, lowest number first, and the one that runs. `onChange` follows each change. */
export class PromptQueue {
  readonly #pending: QueuedPrompt[] = [];
  readonly #onChange: () => void;
  #running: QueuedPrompt | null = null;
  #counter = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Number of the next prompt; refused prompts use one up too. */
  takeNumber(): number {
    return this.#counter++;
  }

  /** Pending and running. */
  get remaining(): number {
    return this.#pending.length + (this.#running ? 1 : 0);
  }

  get running(): QueuedPrompt | null {
    return this.#running;
  }

  get pending(): readonly QueuedPrompt[] {
    return this.#pending;
  }

  put(item: QueuedPrompt): void {
    const at = this.#pending.findIndex((other) => other.number > item.number);
    this.#pending.splice(at < 0 ? this.#pending.length : at, 0, item);
    this.#onChange();
  }

  /** Takes the first as the running one; null when none waits. */
  start(): QueuedPrompt | null {
    const item = this.#pending.shift() ?? null;
    this.#running = item;
    if (item) this.#onChange();
    return item;
  }

  finish(): void {
    this.#running = null;
    this.#onChange();
  }

  /** Removes the first pending prompt of that id; tells whether there was one. */
  delete(promptId: string): boolean {
    const at = this.#pending.findIndex((item) => item.promptId === promptId);
    if (at < 0) return false;
    this.#pending.splice(at, 1);
    this.#onChange();
    return true;
  }

  clear(): void {
    this.#pending.length = 0;
    this.#onChange();
  }
}
