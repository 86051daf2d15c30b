/** A producer that sleeps instead of drawing, so that only the road around it is measured. */
import type { Canvas, Picture, Producer } from "@llamasketch/gpu-agent/producer";

export class Sleeper implements Producer {
  readonly label = "sleeping producer";
  readonly painter = false;
  readonly healthy = true;
  onHealth: ((healthy: boolean) => void) | null = null;
  readonly #sleepMs: number;
  made = 0;
  constructor(sleepMs: number) {
    this.#sleepMs = sleepMs;
  }
  async produce({ bytes, format }: Canvas): Promise<Picture> {
    await new Promise((resolve) => setTimeout(resolve, this.#sleepMs));
    this.made += 1;
    return { bytes: bytes.slice(), format, produceMs: this.#sleepMs };
  }
  close(): void {
    this.onHealth = null;
  }
}
