/** A pen that changes the canvas at an even pace, and how long each change takes to be seen. */

export class InkClock {
  readonly #inkedAtMs = new Map<number, number>();
  /** From a change to the first picture that shows it, ms. */
  readonly tookMs: number[] = [];

  inked(version: number): void {
    this.#inkedAtMs.set(version, performance.now());
  }

  /** A picture of `version` is here: it shows every change up to it. */
  shown(version: number): void {
    const nowMs = performance.now();
    for (const [inked, atMs] of this.#inkedAtMs) {
      if (inked > version) continue;
      this.tookMs.push(nowMs - atMs);
      this.#inkedAtMs.delete(inked);
    }
  }

  get unseen(): number {
    return this.#inkedAtMs.size;
  }

  /** Forgets what was measured, not what is under way. */
  reset(): void {
    this.tookMs.length = 0;
  }
}

/** Calls `ink` `perSecond` times a second for `forMs`, first after `afterMs`. */
export async function atPace(
  perSecond: number,
  afterMs: number,
  forMs: number,
  ink: () => void,
): Promise<void> {
  const startedMs = performance.now() + afterMs;
  for (let at = 0; at * (1000 / perSecond) < forMs; at++) {
    const waitMs = startedMs + at * (1000 / perSecond) - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    ink();
  }
}
