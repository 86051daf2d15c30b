import { MEDIA_MODELS } from "@llamasketch/contract";
import type { Sought } from "../api/creations.ts";

export const SOUGHT_STATES = ["open", "failed", "cancelled"] as const;
type Search = { q?: string; model?: NonNullable<Sought["model"]>; state?: NonNullable<Sought["state"]> };

/** What the page's address asks for, as far as it can be understood. */
export function soughtOf({ q, model, state }: Record<string, unknown>): Search {
  const knownModel = MEDIA_MODELS.find((each) => each === model);
  const knownState = SOUGHT_STATES.find((each) => each === state);
  return {
    ...(typeof q === "string" && q && { q }),
    ...(knownModel && { model: knownModel }),
    ...(knownState && { state: knownState }),
  };
}
