import type { Settings } from "@llamasketch/contract";
import type { ClientState } from "@llamasketch/live-client";
import type { FailureDetail } from "../api/api-failure.ts";
import type { Ink } from "../drawing/ink.ts";
import { chipOf, MISSING_AFTER_MS, type Chip } from "../status/chip.ts";
import type { LatencyMeter } from "../status/latency.ts";
import type { Phase, Snapshot } from "./snapshot.ts";

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
  /** Something the server would not do, in words. */
  refusal: string | null;
}

export function takeSnapshot(
  facts: SessionFacts,
  ink: Ink,
  live: Readonly<ClientState> | null,
  meter: LatencyMeter,
): Snapshot {
  const oldest = live?.owed[0];
  const owedMs = oldest ? performance.now() - oldest.atMs : null;
  const status = live?.status ?? null;
  const chip = chipOf({
    online: navigator.onLine,
    connection: live?.connection ?? null,
    wasOpen: facts.wasOpen,
    status,
    owedMs,
    latencyMs: meter.strokeMs,
  });
  const { phase, id, title, settings, seedLocked, failure, isTaking, hasPicture } = facts;
  return {
    phase,
    id,
    title,
    settings,
    seedLocked,
    failure,
    isTaking,
    hasPicture,
    canUndo: ink.canUndo,
    canRedo: ink.canRedo,
    isBlank: ink.isBlank,
    holder: live?.holder ?? "unknown",
    chip,
    notice: noticeOf(facts.refusal, chip, owedMs),
    budget: meter.budget,
    agent: status?.state === "live" ? status.agent : null,
    pictures: live?.counts.pictures ?? 0,
    dropped: live?.counts.dropped ?? 0,
    reconnects: live?.counts.reconnects ?? 0,
  };
}

function noticeOf(refusal: string | null, chip: Chip, owedMs: number | null): string | null {
  if (refusal) return refusal;
  if (chip.state === "stopped") return "This page is out of date. Your drawing is safe. Reload to go on.";
  if (chip.state === "offline") return "You are offline. Keep drawing, we catch up.";
  if (chip.state === "ahead" && owedMs !== null && owedMs > MISSING_AFTER_MS) {
    return "That picture didn't arrive. Nothing was charged. Retrying…";
  }
  return null;
}
