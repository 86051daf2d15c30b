/** One timer that is set anew, or not at all. */
export class Deadline {
  readonly #fire: () => void;
  #set: { atMs: number; handle: ReturnType<typeof setTimeout> } | null = null;

  constructor(fire: () => void) {
    this.#fire = fire;
  }

  /** Fires once at that time (Unix ms), at once when it is past; never for null. */
  at(atMs: number | null): void {
    if (this.#set?.atMs === atMs) return;
    if (this.#set) clearTimeout(this.#set.handle);
    this.#set = null;
    if (atMs === null) return;
    const fire = (): void => {
      this.#set = null;
      this.#fire();
    };
    this.#set = { atMs, handle: setTimeout(fire, Math.max(0, atMs - Date.now())) };
  }
}
