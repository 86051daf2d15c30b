import { MemoryFiles } from "../memory-files.ts";
import type { NodeContext } from "../nodes/node.ts";
import { ResultCache } from "./cache.ts";
import { Executor } from "./executor.ts";
import { PromptHistory } from "./prompt-history.ts";
import type { PromptOutcome } from "./prompt-history.ts";
import { PromptQueue } from "./prompt-queue.ts";
import type { QueuedPrompt } from "./prompt-queue.ts";
import { SocketHub } from "./socket-hub.ts";

/** The server without its HTTP: files, queue, history, sockets and the one prompt that runs. */
export class Engine {
  readonly files: MemoryFiles;
  readonly hub = new SocketHub();
  readonly history = new PromptHistory();
  readonly queue: PromptQueue;
  readonly #cache = new ResultCache();
  readonly #executor: Executor;
  readonly #log: (line: string) => void;
  #busy = false;
  #freeWanted = false;
  #closed = false;

  constructor(options: {
    paint: NodeContext["paint"];
    paintDelayMs: number;
    filesCapBytes: number;
    log: (line: string) => void;
    now: () => number;
  }) {
    this.files = new MemoryFiles(options.filesCapBytes);
    this.#log = options.log;
    this.queue = new PromptQueue(() => this.#sendStatus());
    this.#executor = new Executor({
      hub: this.hub,
      files: this.files,
      cache: this.#cache,
      paint: options.paint,
      paintDelayMs: options.paintDelayMs,
      now: options.now,
    });
  }

  /** Queues a checked prompt and starts it when nothing runs. */
  submit(item: QueuedPrompt): void {
    this.queue.put(item);
    setImmediate(() => void this.#work());
  }

  /** Interrupts the running prompt: any when no id is given, else only that one. */
  interrupt(promptId: string | null): void {
    if (promptId === null || this.queue.running?.promptId === promptId) this.#executor.interrupt();
  }

  /** Drops cached results, once nothing runs. */
  free(): void {
    this.#freeWanted = true;
    if (!this.#busy) this.#applyFree();
  }

  close(): void {
    this.#closed = true;
    this.queue.clear();
    this.#executor.interrupt();
    this.hub.closeAll();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let item = this.queue.start(); item && !this.#closed; item = this.queue.start()) {
      const outcome = await this.#run(item);
      this.hub.runningNode = null;
      this.history.add(item, outcome);
      this.queue.finish();
      if (this.hub.owner !== null) {
        this.hub.send("executing", { node: null, prompt_id: item.promptId }, this.hub.owner);
      }
      this.#log(`prompt ${item.promptId} ${outcome.succeeded ? "done" : "failed or interrupted"}`);
      if (this.#freeWanted) this.#applyFree();
    }
    this.#busy = false;
  }

  async #run(item: QueuedPrompt): Promise<PromptOutcome> {
    try {
      return await this.#executor.run(item);
    } catch (error) {
      // Nothing a prompt does may stop the ones behind it.
      this.#log(`prompt ${item.promptId} broke the executor: ${error instanceof Error ? error.message : ""}`);
      return { succeeded: false, messages: [], outputs: {} };
    }
  }

  #applyFree(): void {
    this.#freeWanted = false;
    this.#cache.clear();
  }

  #sendStatus(): void {
    this.hub.send("status", { status: { exec_info: { queue_remaining: this.queue.remaining } } }, null);
  }
}
