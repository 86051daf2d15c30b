import type { PictureView } from "@llamasketch/contract";

/** What the sketch page knows of its history before that room is loaded. */
export interface TimelineState {
  /** Looked at in place of the newest picture; null is now. */
  viewed: PictureView | null;
  /** Pictures that were kept in this visit. */
  kept: number;
}

export const FIRST_TIMELINE: TimelineState = { viewed: null, kept: 0 };
