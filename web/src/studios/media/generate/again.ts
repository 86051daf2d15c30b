import type { GenerationView } from "@llamasketch/contract";

/** Once more would be the very same: nothing in it is left to chance. */
export const isSameTwice = ({ kind, state }: Pick<GenerationView, "kind" | "state">): boolean =>
  kind === "upscale" && state === "succeeded";
