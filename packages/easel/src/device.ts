import { setTimeout as sleep } from "node:timers/promises";

/** What models would cost on a device. Nothing of it is waited for unless it is asked for. */
export interface DeviceOptions {
  /** A sampler's step with that model file takes this long; others as long as their painting. */
  readonly stepMs?: Readonly<Record<string, number>>;
  /** Putting a model on the device takes this long. Default 0. */
  readonly swapMs?: number;
  /** Models that fit on it at once; the least recently used makes room. Default: all. */
  readonly resident?: number;
}

/** A device that paints nothing: it only takes the time. */
export class Device {
  readonly #stepMs: ReadonlyMap<string, number>;
  readonly #swapMs: number;
  readonly #fits: number;
  /** Model files on it, least recently used first. */
  readonly #resident = new Set<string>();

  constructor(options: DeviceOptions) {
    this.#stepMs = new Map(Object.entries(options.stepMs ?? {}));
    this.#swapMs = options.swapMs ?? 0;
    this.#fits = options.resident ?? Infinity;
  }

  /** How long a step with this model takes; null when its painting says so. */
  stepMs(file: string | undefined): number | null {
    return (file === undefined ? undefined : this.#stepMs.get(file)) ?? null;
  }

  /** Before a sampler uses a model. Like ComfyUI's own loading it cannot be interrupted. */
  async load(file: string | undefined): Promise<void> {
    if (file === undefined) return;
    const isThere = this.#resident.delete(file);
    this.#resident.add(file);
    for (const oldest of this.#resident) {
      if (this.#resident.size <= this.#fits) break;
      this.#resident.delete(oldest);
    }
    if (!isThere && this.#swapMs > 0) await sleep(this.#swapMs);
  }

  /** As `POST /free` leaves it. */
  clear(): void {
    this.#resident.clear();
  }
}
