/** One hand that draws for a while and rests for a while, always alike, and how long its strokes take to be seen. */
import { CYCLES, DRAWN_MS, RESTED_MS, STROKES_PER_SECOND, WARM_UP_CYCLES } from "./terms.ts";

interface Stroke {
  atMs: number;
  isFirst: boolean;
  counts: boolean;
}

export class Drawer {
  /** Stroke to the first picture that includes it, ms. */
  readonly tookMs: number[] = [];
  /** The same for the first stroke after a rest. */
  readonly firstMs: number[] = [];
  version = 0;
  /** How late the latest stroke of all was, ms: much of it, and the machine stood still. */
  worstLateMs = 0;
  readonly #unseen = new Map<number, Stroke>();

  /** `onInk` hears of each stroke, `onWarm` when counting begins. */
  async draw(onInk: () => void, onWarm: () => void): Promise<void> {
    const beatMs = 1000 / STROKES_PER_SECOND;
    const startedMs = performance.now();
    for (let cycle = 0; cycle < WARM_UP_CYCLES + CYCLES; cycle++) {
      const cycleMs = startedMs + cycle * (DRAWN_MS + RESTED_MS);
      await until(cycleMs);
      if (cycle === WARM_UP_CYCLES) onWarm();
      for (let stroke = 0; stroke * beatMs < DRAWN_MS; stroke++) {
        await until(cycleMs + stroke * beatMs);
        this.worstLateMs = Math.max(this.worstLateMs, performance.now() - cycleMs - stroke * beatMs);
        this.version += 1;
        const counts = cycle >= WARM_UP_CYCLES;
        this.#unseen.set(this.version, { atMs: performance.now(), isFirst: stroke === 0, counts });
        onInk();
      }
    }
    await until(startedMs + (WARM_UP_CYCLES + CYCLES) * (DRAWN_MS + RESTED_MS));
  }

  /** A picture of that version is here. */
  shown(version: number): void {
    const nowMs = performance.now();
    for (const [inked, { atMs, isFirst, counts }] of this.#unseen) {
      if (inked > version) continue;
      this.#unseen.delete(inked);
      if (!counts) continue;
      this.tookMs.push(nowMs - atMs);
      if (isFirst) this.firstMs.push(nowMs - atMs);
    }
  }

  /** What was never seen took at least until now. */
  end(): void {
    this.shown(this.version);
  }
}

async function until(atMs: number): Promise<void> {
  const waitMs = atMs - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
