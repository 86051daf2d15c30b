import type { MediaModel } from "@llamasketch/contract";
import type { Sought } from "../../../api/creations.ts";

/** Told here once more: the router has this, and the first page must not wait for the contract's schemas. */
const MODELS: Readonly<Record<MediaModel, true>> = {
  standard: true,
  large: true,
  upscaler: true,
  motion: true,
  painter: true,
};
const isModel = (text: unknown): text is MediaModel =>
  typeof text === "string" && Object.hasOwn(MODELS, text);

export const SOUGHT_STATES = ["open", "failed", "cancelled"] as const;
type Search = { q?: string; model?: NonNullable<Sought["model"]>; state?: NonNullable<Sought["state"]> };

/** What the page's address asks for, as far as it can be understood. */
export function soughtOf({ q, model, state }: Record<string, unknown>): Search {
  const knownModel = isModel(model) ? model : undefined;
  const knownState = SOUGHT_STATES.find((each) => each === state);
  return {
    ...(typeof q === "string" && q && { q }),
    ...(knownModel && { model: knownModel }),
    ...(knownState && { state: knownState }),
  };
}
