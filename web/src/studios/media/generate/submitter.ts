import type { GenerationView } from "@llamasketch/contract";
import { ApiFailure } from "../../../api/api-failure.ts";
import type { Asked } from "../../../api/generations.ts";

const TRIES = 3;
const FIRST_WAIT_MS = 600;

interface Ports {
  send(asked: Asked, key: string): Promise<GenerationView>;
  newKey(): string;
  wait(ms: number): Promise<void>;
}

/** Asks once for what is wanted once: an answer that was lost is asked for again under the same key, with the same body. */
export class Submitter {
  readonly #ports: Ports;
  /** What may have gone through without our knowing. `work`: it without its price. */
  #unsure: { key: string; body: Asked; work: string } | null = null;
  #running: Promise<GenerationView> | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** A second press while the first is on its way is the same press. */
  submit(asked: Asked, quote: string): Promise<GenerationView> {
    this.#running ??= this.#submit(asked, quote).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #submit(asked: Asked, quote: string): Promise<GenerationView> {
    const work = JSON.stringify(asked);
    if (this.#unsure?.work !== work)
      this.#unsure = { key: this.#ports.newKey(), body: { ...asked, quote }, work };
    const { key, body } = this.#unsure;
    for (let tries = 1; ; tries++) {
      try {
        const made = await this.#ports.send(body, key);
        this.#unsure = null;
        return made;
      } catch (error) {
        if (error instanceof ApiFailure && error.isFinal) {
          this.#unsure = null;
          throw error;
        }
        if (tries === TRIES) throw error;
        await this.#ports.wait(FIRST_WAIT_MS * 2 ** (tries - 1));
      }
    }
  }
}
