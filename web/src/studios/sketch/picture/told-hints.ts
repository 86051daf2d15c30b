import { HINTS, type Hint } from "./hint.ts";

const KEY = "llamasketch.hints-told";

type Told = Pick<Storage, "getItem" | "setItem">;

/** Hints this browser has shown before. */
export function toldHints(store: Told): Hint[] {
  try {
    const told = (store.getItem(KEY) ?? "").split(" ");
    return HINTS.filter((hint) => told.includes(hint));
  } catch {
    return [];
  }
}

export function rememberTold(store: Told, hint: Hint): void {
  try {
    store.setItem(KEY, [...new Set([...toldHints(store), hint])].join(" "));
  } catch {
    // Storage forbidden: it is told once in each visit.
  }
}
