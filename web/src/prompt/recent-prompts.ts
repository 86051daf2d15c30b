const KEY = "llamasketch.prompts";
const KEPT = 12;

type Store = Pick<Storage, "getItem" | "setItem">;

/** The prompts used last, newest first, kept in this browser alone. */
export class RecentPrompts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get list(): string[] {
    try {
      const value: unknown = JSON.parse(this.#store.getItem(KEY) ?? "[]");
      const isText = (entry: unknown): entry is string => typeof entry === "string" && entry.trim() !== "";
      return Array.isArray(value) ? value.filter(isText).slice(0, KEPT) : [];
    } catch {
      return [];
    }
  }

  remember(prompt: string): void {
    const text = prompt.trim();
    if (!text) return;
    const list = [text, ...this.list.filter((entry) => entry !== text)].slice(0, KEPT);
    try {
      this.#store.setItem(KEY, JSON.stringify(list));
    } catch {
      // Storage full or forbidden: there is nothing to look back at then.
    }
  }
}
