/** Timers that are asked for by name, at most one of each. */
export class NamedTimers {
  readonly #running = new Map<string, number>();

  /** Runs after `delayMs`, and forgets what was asked by this name before. */
  later(name: string, delayMs: number, run: () => void): void {
    clearTimeout(this.#running.get(name));
    this.#start(name, delayMs, run);
  }

  /** As `later`, unless the name runs already. */
  unlessRunning(name: string, delayMs: number, run: () => void): void {
    if (!this.#running.has(name)) this.#start(name, delayMs, run);
  }

  stop(): void {
    for (const timer of this.#running.values()) clearTimeout(timer);
    this.#running.clear();
  }

  #start(name: string, delayMs: number, run: () => void): void {
    const timer = window.setTimeout(() => {
      this.#running.delete(name);
      run();
    }, delayMs);
    this.#running.set(name, timer);
  }
}
