/** A sampler at rest, and how far it is. `Work` is what it goes on with. */
export interface Parked<Work> {
  readonly work: Work;
  readonly step: number;
  readonly steps: number;
}

/** What `/llamasketch/pause/{key}` says of a sampler. */
export type PauseState =
  | { readonly state: "none" }
  | { readonly state: "running" | "parked"; readonly step: number; readonly steps: number };

const cap = 2;
const parkedForMs = 900_000;
const askedForMs = 60_000;

/** Which samplers run, which are asked to pause and which are parked: rules and limits of llamasketch_frames. */
export class PauseBoard<Work> {
  readonly #now: () => number;
  readonly #askedAtMs = new Map<string, number>();
  readonly #running = new Map<string, { step: number; steps: number }>();
  readonly #parked = new Map<string, Parked<Work> & { readonly atMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Wants the sampler under this key to pause, now or as soon as it begins. */
  ask(key: string): void {
    this.#forgetOld();
    this.#askedAtMs.set(key, this.#now());
  }

  state(key: string): PauseState {
    this.#forgetOld();
    const parked = this.#parked.get(key);
    if (parked) return { state: "parked", step: parked.step, steps: parked.steps };
    const running = this.#running.get(key);
    return running ? { state: "running", ...running } : { state: "none" };
  }

  /** Takes a request back and lets what is parked go; tells whether there was either. */
  forget(key: string): boolean {
    this.#forgetOld();
    const hadAsked = this.#askedAtMs.delete(key);
    return this.#parked.delete(key) || hadAsked;
  }

  isParked(key: string): boolean {
    this.#forgetOld();
    return this.#parked.has(key);
  }

  /** The sampler under this key runs from now on; what was parked under it. */
  begin(key: string): Parked<Work> | null {
    this.#forgetOld();
    const parked = this.#parked.get(key) ?? null;
    this.#parked.delete(key);
    this.#running.set(key, { step: parked?.step ?? 0, steps: parked?.steps ?? 0 });
    return parked;
  }

  /** Tells how far it is; true once for each request, and it must pause then. Never at the end. */
  takesPause(key: string, step: number, steps: number): boolean {
    this.#forgetOld();
    this.#running.set(key, { step, steps });
    if (steps > 0 && step >= steps) return false;
    return this.#askedAtMs.delete(key);
  }

  /** Keeps a sampler for later. The one parked longest makes room. */
  park(key: string, parked: Parked<Work>): void {
    this.#running.delete(key);
    this.#parked.delete(key);
    this.#parked.set(key, { ...parked, atMs: this.#now() });
    for (const longest of this.#parked.keys()) {
      if (this.#parked.size <= cap) break;
      this.#parked.delete(longest);
    }
  }

  /** The sampler under this key runs no more. A request that came too late is void. */
  end(key: string): void {
    this.#running.delete(key);
    this.#askedAtMs.delete(key);
  }

  #forgetOld(): void {
    const nowMs = this.#now();
    for (const [key, atMs] of this.#askedAtMs) if (atMs < nowMs - askedForMs) this.#askedAtMs.delete(key);
    for (const [key, { atMs }] of this.#parked) if (atMs < nowMs - parkedForMs) this.#parked.delete(key);
  }
}
