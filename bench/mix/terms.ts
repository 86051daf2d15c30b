/** What every way of sharing the GPU is measured by. */

/** A live picture. */
export const FRAME_MS = 600;
/** A step of queued work, whichever model. */
export const STEP_MS = 1000;
/** Putting a model on the device. */
export const SWAP_MS = 8000;
/** Models that the device holds: the drawer's, and one for queued work. */
export const RESIDENT = 2;

export const STROKES_PER_SECOND = 4;
export const DRAWN_MS = 6000;
export const RESTED_MS = 4000;
/** Not counted: the hand is unknown at first. */
export const WARM_UP_CYCLES = 2;
export const CYCLES = 24;

export const LIVE_MODEL = "drawer.safetensors";

export interface BatchKind {
  workflow: string;
  /** Of its model: what a step takes is set by it. */
  file: string;
  steps: number;
}
const SDXL: BatchKind = { workflow: "sdxl-text-to-image", file: "sd_xl_base_1.0.safetensors", steps: 20 };
const KLEIN: BatchKind = {
  workflow: "flux2-klein-4b-text-to-image",
  file: "flux-2-klein-4b.safetensors",
  steps: 4,
};
/** Queued work without end, in the order it came: this over and over. */
export const BATCH: readonly BatchKind[] = [SDXL, SDXL, SDXL, KLEIN];
