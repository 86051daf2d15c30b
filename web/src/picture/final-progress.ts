import type { ClientState } from "@llamasketch/live-client";

/** How the final of the present canvas stands. */
export interface FinalProgress {
  state: "none" | "making" | "shown";
  /** Of `steps`; both 0 until the painter tells. */
  step: number;
  steps: number;
}

const NONE: FinalProgress = { state: "none", step: 0, steps: 0 };

export function finalProgress(live: Readonly<ClientState> | null): FinalProgress {
  if (!live) return NONE;
  const { finalAsked, progress, shown, version } = live;
  if (finalAsked !== null || progress) {
    return { state: "making", step: progress?.step ?? 0, steps: progress?.steps ?? 0 };
  }
  return shown.quality === "final" && shown.version === version ? { ...NONE, state: "shown" } : NONE;
}
