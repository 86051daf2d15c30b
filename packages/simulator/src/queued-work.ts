/** Queued work without end on every slot of one agent, step by step, as its producers of jobs would do it. */
import type { JobEffect, JobEvent } from "@llamasketch/agent-core";

export interface QueuedHost {
  stepMs: number;
  say(event: JobEvent): void;
  /** Calls back after a while, unless the agent died or hangs by then. */
  after(ms: number, fire: () => void): void;
}

const STEPS = 12;
const BACK_AFTER_MS = 1000;

export class QueuedWork {
  readonly #host: QueuedHost;
  /** Slots that are used: true once they are to be left. */
  readonly #leaving = new Map<number, boolean>();
  readonly #left = new Map<number, number>();
  /** Steps done on all slots. */
  steps = 0;

  constructor(host: QueuedHost) {
    this.#host = host;
  }

  uses(slot: number): boolean {
    return this.#leaving.has(slot);
  }

  want(slot: number): void {
    this.#host.say({ type: "job_wants", slot, key: `job ${slot}`, loads: false });
  }

  hear({ type, slot }: JobEffect): void {
    if (type === "job_aside") this.#leaving.set(slot, true);
    else if (type === "job_return") this.#host.after(BACK_AFTER_MS, () => this.want(slot));
    else {
      this.#leaving.set(slot, false);
      this.#step(slot);
    }
  }

  #step(slot: number): void {
    this.#host.after(this.#host.stepMs, () => {
      const left = (this.#left.get(slot) ?? STEPS) - 1;
      this.#left.set(slot, left > 0 ? left : STEPS);
      this.steps += 1;
      this.#host.say({ type: "job_step", slot });
      if (left > 0 && this.#leaving.get(slot) === false) return this.#step(slot);
      this.#leaving.delete(slot);
      this.#host.say({ type: "job_left", slot });
      this.want(slot);
    });
  }
}
