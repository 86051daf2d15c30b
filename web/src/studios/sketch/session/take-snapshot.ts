import type { DropReason, Settings } from "@llamasketch/contract";
import type { ClientState } from "@llamasketch/live-client";
import type { FailureDetail } from "../../../api/api-failure.ts";
import type { Ink } from "../../../drawing/ink.ts";
import { chipOf } from "../status/chip.ts";
import type { LatencyMeter } from "../status/latency.ts";
import type { LineWatch } from "../status/line-eta.ts";
import { noticeOf, type Notice } from "../status/notice.ts";
import type { Phase, Snapshot } from "./snapshot.ts";
import { isOnline } from "../../../ui/browser-gifts.ts";

/** What a session knows beside the drawing and the live state. */
export interface SessionFacts {
  phase: Phase;
  id: string | null;
  title: string;
  settings: Settings;
  seedLocked: boolean;
  failure: FailureDetail | null;
  isTaking: boolean;
  wasOpen: boolean;
  hasPicture: boolean;
  isSamePicture: boolean;
  /** Something the server would not do, in words. */
  refusal: Notice | null;
}

/** What a session measures. */
interface Measures {
  meter: LatencyMeter;
  line: LineWatch;
}

const NO_DROPS: Record<DropReason, number> = { superseded: 0, failed: 0, stale: 0 };

export function takeSnapshot(
  facts: SessionFacts,
  ink: Ink,
  live: Readonly<ClientState> | null,
  { meter, line }: Measures,
): Snapshot {
  const oldest = live?.owed[0];
  const owedMs = oldest ? performance.now() - oldest.atMs : null;
  const status = live?.status ?? null;
  line.at(status?.state === "busy" ? status.position : null, performance.now());
  const chip = chipOf({
    online: isOnline(),
    connection: live?.connection ?? null,
    wasOpen: facts.wasOpen,
    status,
    etaMs: line.eta?.etaMs ?? null,
    owedMs,
    latencyMs: meter.strokeMs,
  });
  const { phase, id, title, settings, seedLocked, failure, isTaking, hasPicture, isSamePicture } = facts;
  return {
    phase,
    id,
    title,
    settings,
    seedLocked,
    failure,
    isTaking,
    hasPicture,
    isSamePicture,
    canUndo: ink.canUndo,
    canRedo: ink.canRedo,
    isBlank: ink.isBlank,
    holder: live?.holder ?? "unknown",
    meter: live?.meter?.told ?? null,
    paused: status?.state === "paused" ? status.reason : null,
    chip,
    notice: noticeOf(facts.refusal, chip, owedMs),
    budget: meter.budget,
    strokes: meter.strokes,
    line: line.eta,
    agent: status?.state === "live" ? status.agent : null,
    pictures: live?.counts.pictures ?? 0,
    drops: live?.counts.drops ?? NO_DROPS,
    reconnects: live?.counts.reconnects ?? 0,
  };
}
