import type { ImageValue } from "./value.ts";

/** A painting between two of its steps. */
export interface Painting {
  readonly source: ImageValue;
  readonly model: string | undefined;
  readonly steps: number;
  step: number;
  readonly work: Promise<ImageValue>;
  /** How much the painter has done, 0 to 1. */
  share: number;
  isDone: boolean;
  /** Called when `share` or `isDone` changed. */
  nudge: () => void;
}
