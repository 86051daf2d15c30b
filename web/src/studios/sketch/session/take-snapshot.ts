import type { DropReason, Settings } from "@llamasketch/contract";
import type { Ink } from "../../../drawing/ink.ts";
import { chipOf } from "../status/chip.ts";
import type { LatencyMeter } from "../status/latency.ts";
import type { LineWatch } from "../status/line-eta.ts";
import { noticeOf, type Notice } from "../status/notice.ts";
import { phaseOf, type Connection } from "./connection.ts";
import type { Snapshot } from "./snapshot.ts";
import { isOnline } from "../../../ui/browser-gifts.ts";

/** What a session knows beside the drawing and the live state. */
export interface SessionFacts {
  id: string | null;
  title: string;
  settings: Settings;
  seedLocked: boolean;
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
  connection: Connection,
  { meter, line }: Measures,
): Snapshot {
  const live = connection.state === "live" ? connection.sketch.state : null;
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
  const { id, title, settings, seedLocked, isTaking, hasPicture, isSamePicture } = facts;
  return {
    phase: phaseOf(connection),
    id,
    title,
    settings,
    seedLocked,
    failure: connection.state === "offline" ? connection.failure : null,
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
