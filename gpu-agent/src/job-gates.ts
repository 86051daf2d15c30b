/** Who has the GPU of each slot: the schedule's word to those who make queued jobs, and theirs to it. */
import type { JobEffect, JobEvent } from "@llamasketch/agent-core";
import { JobStopped } from "./job-work.ts";

/** One slot's GPU, as a producer of queued jobs sees it. */
export interface JobGate {
  /** Resolves when the GPU may be used; rejects with `JobStopped` when it was withdrawn from first. */
  enter(wish: { key: string; loads: boolean }): Promise<void>;
  /** A step is done. */
  step(): void;
  /** The GPU is free of it. */
  leave(): void;
  /** It does not wait any longer. */
  withdraw(): void;
  /** It cannot be made here beside those who draw: let it be made elsewhere. */
  giveBack(): void;
  /** Called when the GPU is to be left at the next step. */
  onAside: (() => void) | null;
}

export interface JobGatesOptions {
  say(event: JobEvent): void;
  giveBack(slot: number): void;
}

export class JobGates {
  readonly #options: JobGatesOptions;
  readonly #slots = new Map<number, SlotGate>();

  constructor(options: JobGatesOptions) {
    this.#options = options;
  }

  of(slot: number): JobGate {
    const known = this.#slots.get(slot) ?? new SlotGate(slot, this.#options);
    this.#slots.set(slot, known);
    return known;
  }

  onEffect(effect: JobEffect): void {
    if (effect.type === "job_return") return this.#options.giveBack(effect.slot);
    this.#slots.get(effect.slot)?.hear(effect);
  }
}

class SlotGate implements JobGate {
  onAside: (() => void) | null = null;
  readonly #slot: number;
  readonly #options: JobGatesOptions;
  #waiting: PromiseWithResolvers<void> | null = null;

  constructor(slot: number, options: JobGatesOptions) {
    this.#slot = slot;
    this.#options = options;
  }

  enter({ key, loads }: { key: string; loads: boolean }): Promise<void> {
    this.withdraw();
    const waiting = Promise.withResolvers<void>();
    this.#waiting = waiting;
    this.#options.say({ type: "job_wants", slot: this.#slot, key, loads });
    return waiting.promise;
  }

  step(): void {
    this.#options.say({ type: "job_step", slot: this.#slot });
  }

  leave(): void {
    this.#options.say({ type: "job_left", slot: this.#slot });
  }

  withdraw(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = null;
    waiting.reject(new JobStopped());
    this.#options.say({ type: "job_over", slot: this.#slot });
  }

  giveBack(): void {
    this.#options.giveBack(this.#slot);
  }

  hear(effect: JobEffect): void {
    if (effect.type === "job_aside") return this.onAside?.();
    this.#waiting?.resolve();
    this.#waiting = null;
  }
}
