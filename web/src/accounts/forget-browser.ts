/** What this browser keeps of a person beside cookies. What it keeps of a hand (colours, tools, layout) stays. */
const LISTS = [
  "llamasketch.library",
  "llamasketch.prompts",
  "llamasketch.locked-seeds",
  "llamasketch.generate",
  "llamasketch.known",
];
const UNSENT = "llamasketch.drawing";

/** After signing out: the next one at this browser finds no names and no prompts. Strokes not yet sent wait for their owner. */
export function forgetLists(shelf: Pick<Storage, "removeItem">): void {
  for (const key of LISTS) shelf.removeItem(key);
}

/** After everything was deleted: strokes not yet sent go too. */
export function forgetAll(shelf: Pick<Storage, "removeItem">, databases: IDBFactory | undefined): void {
  forgetLists(shelf);
  databases?.deleteDatabase(UNSENT);
}
