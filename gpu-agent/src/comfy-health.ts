/** Whether one ComfyUI is fit to draw: attached, not suspended, not broken. */

/** One failed frame is an accident; some in a row may be a state. */
const FAILURES_ALLOWED = 3;
/** What so many different sketches meet is a state of the host. */
const SKETCHES_ALLOWED = 3;
/** Canvases of different sketches that could not be read have something in common when they come within this time. */
const UNREADABLE_WITHIN_MS = 60_000;

export class ComfyHealth {
  #attached = false;
  #suspended: string | null = "not tried yet";
  #broken: string | null = null;
  #failures = 0;
  /** Whose frames failed since one was drawn. */
  readonly #failed = new Set<string>();
  /** Whose canvases could not be read lately, and when. */
  readonly #unread = new Map<string, number>();
  #told = false;
  /** Called whenever `healthy` changes. */
  onChange: ((healthy: boolean) => void) | null = null;

  get healthy(): boolean {
    return this.#attached && this.#suspended === null && this.#broken === null;
  }

  /** Why it is not healthy. */
  get trouble(): string | null {
    if (this.#broken !== null) return this.#broken;
    return this.#attached ? this.#suspended : "ComfyUI does not answer";
  }

  /** Broken for good. */
  get broken(): boolean {
    return this.#broken !== null;
  }

  /** Attached, but must make a picture before it counts. */
  get onTrial(): boolean {
    return this.#attached && this.#suspended !== null && this.#broken === null;
  }

  attached(): void {
    this.#attached = true;
    this.#changed();
  }

  /** What comes back has its models to load: it is tried before it is trusted. */
  lost(): void {
    this.#attached = false;
    this.suspend("ComfyUI was away");
  }

  suspend(why: string): void {
    this.#suspended ??= why;
    this.#changed();
  }

  breakForGood(why: string): void {
    this.#broken ??= why;
    this.#changed();
  }

  succeeded(): void {
    this.#suspended = null;
    this.#forget();
    this.#changed();
  }

  /** It drew a sheet of its own: what failed was in what it was sent. */
  cleared(): void {
    this.#forget();
    this.#unread.clear();
  }

  /** True: a sheet of its own will tell whether it is the host. What three different sketches meet is, without asking. */
  failed(why: string, session: string): boolean {
    this.#failures += 1;
    this.#failed.add(session);
    if (this.#failed.size >= SKETCHES_ALLOWED)
      this.suspend(`frames of ${this.#failed.size} sketches in a row failed: ${why}`);
    return this.#failures >= FAILURES_ALLOWED;
  }

  /**
   * A canvas that cannot be decoded is its sender's fault, however many they send. True when different sketches met it: one
   * person may have several, so that too is asked of a sheet of the host's own before anybody is moved.
   */
  unreadable(session: string, nowMs: number): boolean {
    this.#unread.set(session, nowMs);
    for (const [known, atMs] of this.#unread)
      if (atMs <= nowMs - UNREADABLE_WITHIN_MS) this.#unread.delete(known);
    return this.#unread.size >= SKETCHES_ALLOWED;
  }

  #forget(): void {
    this.#failures = 0;
    this.#failed.clear();
  }

  #changed(): void {
    if (this.#told === this.healthy) return;
    this.#told = this.healthy;
    this.onChange?.(this.healthy);
  }
}
