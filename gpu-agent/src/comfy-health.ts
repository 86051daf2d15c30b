/** Whether one ComfyUI is fit to draw: attached, not suspended, not broken. */

const FAILURES_ALLOWED = 3;

export class ComfyHealth {
  #attached = false;
  #suspended: string | null = "not tried yet";
  #broken: string | null = null;
  #failures = 0;
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
    this.#failures = 0;
    this.#suspended = null;
    this.#changed();
  }

  /** One failed frame is an accident; some in a row are a state. */
  failed(why: string): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES_ALLOWED) this.suspend(`${this.#failures} frames in a row failed: ${why}`);
  }

  #changed(): void {
    if (this.#told === this.healthy) return;
    this.#told = this.healthy;
    this.onChange?.(this.healthy);
  }
}
