import type { FrameHeader, SessionToAgent } from "@llamasketch/contract";
import type { Work } from "./state.ts";

/** What a frame is to the schedule. */
export function workOfFrame({ quality, variation }: FrameHeader): Work {
  if (variation !== undefined) return "variation";
  if (quality === "final") return "final";
  return quality === "draft" ? "ink" : "refine";
}

/** What a session says it has. */
export function workOfReady({ refine, final, variation }: Extract<SessionToAgent, { type: "ready" }>): Work {
  if (!refine) return "ink";
  if (final) return "final";
  return variation === undefined ? "refine" : "variation";
}
