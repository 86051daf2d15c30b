import type { FrameHeader, SessionToAgent } from "@llamasketch/contract";
import type { Work } from "./state.ts";

/** What a frame is to the schedule. */
export function workOfFrame({ quality, variation }: FrameHeader): Work {
  if (variation !== undefined) return "variation";
  return quality === "draft" ? "ink" : "refine";
}

/** What a session says it has. */
export function workOfReady({ refine, variation }: Extract<SessionToAgent, { type: "ready" }>): Work {
  if (!refine) return "ink";
  return variation === undefined ? "refine" : "variation";
}
