const KEY = "llamasketch.locked-seeds";
const REMEMBERED = 100;

type Locks = Pick<Storage, "getItem" | "setItem">;

/** Which sketches keep their seed, remembered in this browser. A sketch without an id yet is remembered once it has one. */
export class SeedLocks {
  readonly #store: Locks;

  constructor(store: Locks) {
    this.#store = store;
  }

  isLocked(sketchId: string | null): boolean {
    return sketchId !== null && this.#list().includes(sketchId);
  }

  set(sketchId: string | null, isLocked: boolean): void {
    if (!sketchId) return;
    const others = this.#list().filter((id) => id !== sketchId);
    const list = isLocked ? [sketchId, ...others].slice(0, REMEMBERED) : others;
    try {
      this.#store.setItem(KEY, JSON.stringify(list));
    } catch {
      // Storage full or forbidden: the lock lasts as long as the page.
    }
  }

  #list(): string[] {
    try {
      const value: unknown = JSON.parse(this.#store.getItem(KEY) ?? "[]");
      return Array.isArray(value) ? value.filter((id) => typeof id === "string") : [];
    } catch {
      return [];
    }
  }
}
