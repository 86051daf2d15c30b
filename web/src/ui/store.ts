import { useSyncExternalStore } from "react";
import { sameFields } from "./same-fields.ts";

/** A value that changes outside React, field by field, and tells who listens. */
export class Store<T extends object> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(first: T) {
    this.#value = first;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  set(part: Partial<T>): void {
    const next = { ...this.#value, ...part };
    if (sameFields(this.#value, next)) return;
    this.#value = next;
    for (const listener of this.#listeners) listener();
  }
}

export const useStore = <T extends object>(store: Store<T>): T =>
  useSyncExternalStore(store.subscribe, store.get);
