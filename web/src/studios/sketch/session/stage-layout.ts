import { Store } from "../../../ui/store.ts";

export type Pane = "canvas" | "picture";

export interface StageLayout {
  /** The canvas's part of the stage, 0 to 1, when panes lie one over the other and side by side. */
  stackedShare: number;
  besideShare: number;
  /** The pane that has the whole stage, the other in its corner; null when they share it. */
  large: Pane | null;
}

const KEY = "llamasketch.layout";
const FIRST: StageLayout = { stackedShare: 0.5, besideShare: 0.5, large: null };
/** A pane that would get less gives way altogether. */
export const LEAST_SHARE = 0.2;

type Shelf = Pick<Storage, "getItem" | "setItem">;

/** How the stage is shared, as this browser left it. */
export function createStageLayout(shelf: Shelf): Store<StageLayout> {
  const store = new Store<StageLayout>({ ...FIRST, ...readShares(shelf) });
  store.subscribe(() => {
    const { stackedShare, besideShare } = store.get();
    try {
      shelf.setItem(KEY, JSON.stringify({ stackedShare, besideShare }));
    } catch {
      // It is as it was next time.
    }
  });
  return store;
}

function readShares(shelf: Shelf): Partial<StageLayout> {
  try {
    const value: unknown = JSON.parse(shelf.getItem(KEY) ?? "null");
    if (typeof value !== "object" || value === null) return {};
    const { stackedShare, besideShare } = value as Record<string, unknown>;
    return {
      ...(isShare(stackedShare) && { stackedShare }),
      ...(isShare(besideShare) && { besideShare }),
    };
  } catch {
    return {};
  }
}

const isShare = (value: unknown): value is number =>
  typeof value === "number" && value >= LEAST_SHARE && value <= 1 - LEAST_SHARE;

/** What the layout becomes when the canvas is given `share` of the stage. */
export function withShare(isStacked: boolean, share: number): Partial<StageLayout> {
  if (share < LEAST_SHARE) return { large: "picture" };
  if (share > 1 - LEAST_SHARE) return { large: "canvas" };
  return { large: null, ...(isStacked ? { stackedShare: share } : { besideShare: share }) };
}
