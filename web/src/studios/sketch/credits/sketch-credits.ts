import type { LiveSketch } from "@llamasketch/live-client";
import { Store } from "../../../ui/store.ts";
import { goOnline } from "../session/go-online.ts";

/** Nobody's first picture waits longer for the door: what it opens comes with the next ticket. */
const WAIT_MS = 500;
/** From an open door to a session that knows of it. */
const HEARD_WITHIN_MS = 4000;

/** What pays for a sketch that is drawn live: brings it the free credits of this address, and the person's own limit. */
export class SketchCredits {
  /** Whether the free credits of this address are on their way: until then nobody is told that there are none. */
  readonly door = new Store({ isPassing: false });
  readonly #live: () => LiveSketch | null;
  /** The door was passed after the ticket of this connection was fetched. */
  #isLate = false;

  constructor(live: () => LiveSketch | null) {
    this.#live = live;
  }

  /** Before the first ticket. Resolves when the door is passed, or when that takes too long. */
  async pass(): Promise<void> {
    this.door.set({ isPassing: true });
    const passing = this.#passDoor().then((isPassed) => {
      this.#isLate = isPassed && this.#live() !== null;
      setTimeout(() => this.door.set({ isPassing: false }), this.#isLate ? HEARD_WITHIN_MS : 0);
      this.look();
    });
    await Promise.race([passing, new Promise((resolve) => setTimeout(resolve, WAIT_MS))]);
  }

  /** A session without credits is dialled again once the door is open. */
  look(): void {
    const live = this.#live();
    const status = live?.state.status;
    if (!this.#isLate || status?.state !== "paused" || status.reason !== "no_credits") return;
    this.#isLate = false;
    live?.topUp();
  }

  /** Pictures stop once so many credits are spent here; null: never. */
  stopAt(credits: number | null): void {
    this.#live()?.stopAt(credits);
  }

  /** Something beside live drawing was held, paid or given back: what is told of credits is out of date. */
  changed(): void {
    const live = this.#live();
    // A session that is paused would be dialled anew for it.
    if (live?.state.status?.state !== "paused") live?.topUp();
  }

  /** Somebody says that there may be credits now. */
  async again(): Promise<void> {
    await this.#passDoor();
    this.#live()?.topUp();
  }

  /** What goes wrong here is told by the session: it has no credits. */
  async #passDoor(): Promise<boolean> {
    try {
      const { passDoor } = await goOnline();
      return await passDoor();
    } catch {
      return false;
    }
  }
}
