import { qualityRank } from "@llamasketch/contract";
import type { ClientState } from "./state.ts";

export type Owed = "nothing" | "new" | "refine" | "variation";

/** What the canvas owes the screen next: a first picture of newer ink, or more of the same canvas, or nothing. */
export function owes(state: ClientState): Owed {
  if (state.version > state.shown.version) return "new";
  if (state.version === 0) return "nothing";
  if (isRefineOwed(state)) return "refine";
  return areVariationsOwed(state) ? "variation" : "nothing";
}

/** Nothing is drawn for want of credits: what is owed stays owed, and is not said meanwhile. */
export const isPaused = ({ status }: ClientState): boolean => status?.state === "paused";

function isRefineOwed({ refine, paused, shown }: ClientState): boolean {
  return refine && paused && shown.quality !== null && qualityRank(shown.quality) < qualityRank("full");
}

function areVariationsOwed({ variations, status, version }: ClientState): boolean {
  if (variations?.version !== version || variations.items.every(({ isHere }) => isHere)) return false;
  // Without an agent one is asked for; one that makes none is not asked in vain.
  return status?.state !== "live" || status.can?.includes("variations") === true;
}

/** Strokes up to `version` have their first picture (or need none): returns when their pens left. */
export function settleOwed(state: ClientState, version: number): number[] {
  const settled = state.owed.filter((stroke) => stroke.version <= version).map((stroke) => stroke.atMs);
  if (settled.length) state.owed = state.owed.filter((stroke) => stroke.version > version);
  return settled;
}
