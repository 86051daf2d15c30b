import { Device } from "../device.ts";
import type { DeviceOptions } from "../device.ts";
import { FaultBoard } from "../faults/fault-board.ts";
import { traitsOf } from "../generation.ts";
import type { Generation, GenerationTraits } from "../generation.ts";
import { MemoryFiles } from "../memory-files.ts";
import { ModelShelf } from "../model-shelf.ts";
import type { ModelFile } from "../model-shelf.ts";
import type { NodeContext, NodeHouse } from "../nodes/node.ts";
import { nodesOf } from "../nodes/registry.ts";
import type { NodeRegistry } from "../nodes/registry.ts";
import type { Painting } from "../nodes/painting-in-hand.ts";
import { UserStore } from "../user-store.ts";
import { ResultCache } from "./cache.ts";
import { Executor } from "./executor.ts";
import { PauseBoard } from "./pause-board.ts";
import { PromptHistory } from "./prompt-history.ts";
import type { PromptOutcome } from "./prompt-history.ts";
import { PromptQueue } from "./prompt-queue.ts";
import type { QueuedPrompt } from "./prompt-queue.ts";
import { SocketHub } from "./socket-hub.ts";

/** What the engine is made of. */
export interface EngineOptions {
  readonly generation: Generation;
  readonly models: readonly ModelFile[];
  /** Offers the nodes of llamasketch_frames. */
  readonly nodePack: boolean;
  readonly faults: FaultBoard;
  readonly paint: NodeContext["paint"];
  readonly animate: NodeContext["animate"];
  readonly paintDelayMs: number;
  readonly device: DeviceOptions;
  readonly previews: boolean;
  readonly metadata: boolean;
  /** Folder of the page it shows; null for none. */
  readonly frontEndRoot: string | null;
  readonly filesCapBytes: number;
  readonly crash: () => void;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

/** The server without its HTTP: files, queue, history, sockets and the one prompt that runs. */
export class Engine {
  readonly traits: GenerationTraits;
  readonly faults: FaultBoard;
  readonly files: MemoryFiles;
  readonly house: NodeHouse;
  readonly nodes: NodeRegistry;
  readonly hub: SocketHub;
  readonly history = new PromptHistory();
  readonly queue: PromptQueue;
  readonly pauses: PauseBoard<Painting>;
  readonly user: UserStore;
  readonly frontEndRoot: string | null;
  readonly #device: Device;
  readonly now: () => number;
  readonly #cache: ResultCache;
  readonly #executor: Executor;
  readonly #log: (line: string) => void;
  #busy = false;
  #freeWanted = false;
  #closed = false;

  constructor(options: EngineOptions) {
    this.traits = traitsOf(options.generation);
    this.faults = options.faults;
    this.files = new MemoryFiles(options.filesCapBytes);
    const models = new ModelShelf(options.models, (file) => {
      const fault = this.faults.peek("missing-model");
      return fault !== null && (fault.arg === null || fault.arg === file.name);
    });
    this.house = { files: this.files, models, generation: options.generation };
    this.nodes = nodesOf(options.generation, options.nodePack);
    this.hub = new SocketHub(this.traits.features, this.faults);
    this.now = options.now;
    this.user = new UserStore(options.now);
    this.frontEndRoot = options.frontEndRoot;
    this.pauses = new PauseBoard(options.now);
    this.#device = new Device(options.device);
    this.#log = options.log;
    this.queue = new PromptQueue(() => this.#sendStatus());
    this.#cache = new ResultCache(this.nodes, this.traits.cachePolicy, options.filesCapBytes);
    this.#executor = new Executor({
      hub: this.hub,
      house: this.house,
      nodes: this.nodes,
      traits: this.traits,
      faults: this.faults,
      cache: this.#cache,
      paint: options.paint,
      animate: options.animate,
      paintDelayMs: options.paintDelayMs,
      device: this.#device,
      pauses: this.pauses,
      previews: options.previews,
      metadata: options.metadata,
      crash: options.crash,
      now: options.now,
    });
  }

  /** Queues a checked prompt and starts it when nothing runs. */
  submit(item: QueuedPrompt): void {
    this.queue.put(item);
    setImmediate(() => void this.#work());
  }

  /** Interrupts the running prompt: any when no id is given, else only that one; tells whether it was running. */
  interrupt(promptId: string | null): boolean {
    if (promptId !== null && this.queue.running?.promptId !== promptId) return false;
    this.#executor.interrupt();
    return this.queue.running !== null;
  }

  /** Drops cached results, once nothing runs. Memory that ran out is there again. */
  free(): void {
    if (this.faults.peek("oom")?.arg !== "always") this.faults.clear("oom");
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
      const running = item;
      const early = this.faults.take("history-early");
      const outcome = await this.#run(running, early ? (done) => this.history.add(running, done) : undefined);
      this.hub.runningNode = null;
      const late = this.faults.take("history-late");
      if (!late) this.history.add(running, outcome);
      else setTimeout(() => this.history.add(running, outcome), FaultBoard.numberOf(late, 500)).unref();
      this.queue.finish();
      if (this.hub.owner !== null) {
        this.hub.send("executing", { node: null, prompt_id: item.promptId }, this.hub.owner);
      }
      this.#log(`prompt ${item.promptId} ${outcome.succeeded ? "done" : "failed or interrupted"}`);
      if (this.#freeWanted) this.#applyFree();
    }
    this.#busy = false;
  }

  async #run(item: QueuedPrompt, beforeSuccess?: (outcome: PromptOutcome) => void): Promise<PromptOutcome> {
    try {
      return await this.#executor.run(item, beforeSuccess);
    } catch (error) {
      // Nothing a prompt does may stop the ones behind it.
      this.#log(`prompt ${item.promptId} broke the executor: ${error instanceof Error ? error.message : ""}`);
      return { succeeded: false, messages: [], outputs: {} };
    }
  }

  #applyFree(): void {
    this.#freeWanted = false;
    this.#cache.clear();
    this.#device.clear();
  }

  #sendStatus(): void {
    this.hub.send("status", { status: { exec_info: { queue_remaining: this.queue.remaining } } }, null);
  }
}
