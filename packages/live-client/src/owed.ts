import { qualityRank } from "@llamasketch/contract";
import type { ClientState } from "./state.ts";

/** What the canvas still owes the screen: nothing, a first picture of newer ink, or a sharper one of the same. */
export function owes(state: ClientState): "nothing" | "new" | "refine" {
  if (state.version > state.shown.version) return "new";
  if (!state.refine || !state.paused || state.version === 0 || state.shown.quality === null) return "nothing";
  return qualityRank(state.shown.quality) < qualityRank("full") ? "refine" : "nothing";
}

/** Strokes up to `version` have their first picture (or need none): returns when their pens left. */
export function settleOwed(state: ClientState, version: number): number[] {
  const settled = state.owed.filter((stroke) => stroke.version <= version).map((stroke) => stroke.atMs);
  if (settled.length) state.owed = state.owed.filter((stroke) => stroke.version > version);
  return settled;
}
