import { encodeOperations, type Operation } from "./operation.ts";
import { decodeOperations } from "./parse-operation.ts";

const PREFIX = "llamasketch.pending.";
/** Stands for a sketch that the server has not made yet. */
export const UNMADE = "new";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/**
 * Unsaved operations, kept in the browser until the server has them, so that closing the tab loses nothing. Each tab
 * writes its own entry; a page that opens the sketch adopts what other tabs left behind.
 */
export class LocalCopy {
  readonly #store: Store;
  readonly #tab: string;

  constructor(store: Store, tab: string) {
    this.#store = store;
    this.#tab = tab;
  }

  write(sketch: string, operations: readonly Operation[]): void {
    const key = this.#key(sketch);
    try {
      if (operations.length) {
        this.#store.setItem(key, new TextDecoder().decode(encodeOperations(operations)));
      } else {
        this.#store.removeItem(key);
      }
    } catch {
      // Storage full or forbidden: the copy in memory is still sent.
    }
  }

  /** What any tab left unsaved; entries of other tabs become this tab's at its next `write`. */
  adopt(sketch: string): Operation[] {
    const operations = new Map<string, Operation>();
    const keys: string[] = [];
    try {
      for (let at = 0; at < this.#store.length; at++) {
        const key = this.#store.key(at);
        if (key?.startsWith(`${PREFIX}${sketch}.`)) keys.push(key);
      }
      for (const key of keys.toSorted()) {
        const text = this.#store.getItem(key) ?? "";
        for (const operation of decodeOperations(new TextEncoder().encode(text))) {
          operations.set(operation.id, operation);
        }
      }
      this.write(sketch, [...operations.values()]);
      for (const key of keys) if (key !== this.#key(sketch)) this.#store.removeItem(key);
    } catch {
      // Storage forbidden: there is nothing to adopt.
    }
    return [...operations.values()];
  }

  #key(sketch: string): string {
    return `${PREFIX}${sketch}.${this.#tab}`;
  }
}
