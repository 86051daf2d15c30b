import { sketchList, type SketchView } from "@llamasketch/contract";

/** The first page of the list as it last came, for a start without a network. */
export interface KeptList {
  keptAtMs: number;
  sketches: SketchView[];
}

const KEY = "llamasketch.library";
type Shelf = Pick<Storage, "getItem" | "setItem">;

export function readKeptList(shelf: Shelf): KeptList | null {
  try {
    const value: unknown = JSON.parse(shelf.getItem(KEY) ?? "null");
    if (typeof value !== "object" || value === null || !("keptAtMs" in value)) return null;
    const { keptAtMs } = value;
    if (typeof keptAtMs !== "number") return null;
    return { keptAtMs, sketches: sketchList.parse({ nextCursor: null, ...value }).sketches };
  } catch {
    return null;
  }
}

export function writeKeptList(shelf: Shelf, list: KeptList): void {
  try {
    shelf.setItem(KEY, JSON.stringify(list));
  } catch {
    // No room, or forbidden: without a network there will be no list.
  }
}
