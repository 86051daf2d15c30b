import type { Settings } from "@llamasketch/contract";
import type { FailureDetail } from "../api/api-failure.ts";
import type { Chip } from "../live/chip.ts";
import type { Budget } from "../live/latency.ts";
import { sameFields } from "../page/same-fields.ts";

export type Phase = "new" | "loading" | "open" | "failed";
export type Holder = "you" | "other" | "none" | "unknown";

/** All the page shows of a session, as one value that only changes when something on screen must. */
export interface Snapshot {
  phase: Phase;
  id: string | null;
  title: string;
  settings: Settings;
  failure: FailureDetail | null;
  canUndo: boolean;
  canRedo: boolean;
  isBlank: boolean;
  hasPicture: boolean;
  holder: Holder;
  isTaking: boolean;
  chip: Chip;
  notice: string | null;
  budget: Budget | null;
  agent: string | null;
  pictures: number;
  dropped: number;
  reconnects: number;
}

/** `next`, with the parts that did not change taken from `previous`; `previous` itself when nothing did. */
export function keepSame(previous: Snapshot, next: Snapshot): Snapshot {
  const merged: Snapshot = {
    ...next,
    chip: sameFields(previous.chip, next.chip) ? previous.chip : next.chip,
    settings: sameFields(previous.settings, next.settings) ? previous.settings : next.settings,
  };
  return sameFields(previous, merged) ? previous : merged;
}
