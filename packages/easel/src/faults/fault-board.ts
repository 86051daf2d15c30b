import type { FaultName } from "./fault.ts";

/** A fault that is switched on. */
export interface ActiveFault {
  readonly name: FaultName;
  readonly arg: string | null;
  /** How often it strikes yet; null means until it is cleared. */
  readonly timesLeft: number | null;
}

/** The faults that are switched on, each by name. */
export class FaultBoard {
  readonly #active = new Map<FaultName, ActiveFault>();

  constructor(initial: readonly ActiveFault[] = []) {
    for (const fault of [{ name: "same-id", arg: null, timesLeft: null } as const, ...initial])
      this.#active.set(fault.name, fault);
  }

  set(name: FaultName, arg: string | null = null, timesLeft: number | null = null): void {
    this.#active.set(name, { name, arg, timesLeft });
  }

  clear(name: FaultName): void {
    this.#active.delete(name);
  }

  clearAll(): void {
    this.#active.clear();
  }

  list(): ActiveFault[] {
    return [...this.#active.values()];
  }

  /** The fault if it is on, without using it up. */
  peek(name: FaultName): ActiveFault | null {
    return this.#active.get(name) ?? null;
  }

  /** The fault if it is on; this strike counts. */
  take(name: FaultName): ActiveFault | null {
    const fault = this.#active.get(name);
    if (!fault) return null;
    if (fault.timesLeft !== null) {
      if (fault.timesLeft <= 1) this.#active.delete(name);
      else this.#active.set(name, { ...fault, timesLeft: fault.timesLeft - 1 });
    }
    return fault;
  }

  /** The fault's argument as a number, or `fallback` when it has none that is one. */
  static numberOf(fault: ActiveFault, fallback: number): number {
    const number = fault.arg === null || fault.arg === "" ? Number.NaN : Number(fault.arg);
    return Number.isFinite(number) && number >= 0 ? number : fallback;
  }
}
