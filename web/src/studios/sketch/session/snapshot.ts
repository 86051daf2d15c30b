import type { MeterMessage, PauseReason, Settings } from "@llamasketch/contract";
import type { FailureDetail } from "../../../api/api-failure.ts";
import { sameFields } from "../../../ui/same-fields.ts";
import type { Figures } from "../status/figures.ts";
import type { Phase } from "./connection.ts";
import type { Notice } from "../status/notice.ts";

export type Holder = "you" | "other" | "none" | "unknown";

/** All the page shows of a session, as one value that only changes when something on screen must. */
export interface Snapshot extends Figures {
  phase: Phase;
  id: string | null;
  title: string;
  settings: Settings;
  /** The seed stays until it is unlocked. */
  seedLocked: boolean;
  failure: FailureDetail | null;
  canUndo: boolean;
  canRedo: boolean;
  isBlank: boolean;
  hasPicture: boolean;
  /** The newest picture came out as the one before it, though something was changed. */
  isSamePicture: boolean;
  holder: Holder;
  /** What this sketch costs, as last told; null before that. */
  meter: MeterMessage | null;
  /** Why no pictures come, though somebody draws. */
  paused: PauseReason | null;
  isTaking: boolean;
  notice: Notice | null;
}

/** `next`, with the parts that did not change taken from `previous`; `previous` itself when nothing did. */
export function keepSame(previous: Snapshot, next: Snapshot): Snapshot {
  const merged: Snapshot = {
    ...next,
    chip: same(previous.chip, next.chip),
    settings: same(previous.settings, next.settings),
    drops: same(previous.drops, next.drops),
    meter: previous.meter && next.meter ? same(previous.meter, next.meter) : next.meter,
    notice: previous.notice && next.notice ? same(previous.notice, next.notice) : next.notice,
  };
  return sameFields(previous, merged) ? previous : merged;
}

const same = <T extends object>(previous: T, next: T): T => (sameFields(previous, next) ? previous : next);
