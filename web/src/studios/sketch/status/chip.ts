import type { SessionStatus } from "@llamasketch/contract";
import type { ClientState } from "@llamasketch/live-client";
import { formatMs } from "./format-ms.ts";
import { words } from "./words.ts";

export type ChipState =
  | "ready"
  | "connecting"
  | "reconnecting"
  | "offline"
  | "stopped"
  | "placing"
  | "busy"
  | "resting"
  | "paused"
  | "ahead"
  | "live";

export interface Chip {
  state: ChipState;
  label: string;
  painter: boolean;
}

/** What the chip must know, and nothing of how it came about. */
export interface ChipFacts {
  online: boolean;
  /** Null while there is no sketch to connect to. */
  connection: ClientState["connection"] | null;
  wasOpen: boolean;
  status: SessionStatus | null;
  /** Until the turn in a line comes, as far as it can be judged. */
  etaMs: number | null;
  /** Age of the oldest stroke that no picture shows yet, counted from pen-up. */
  owedMs: number | null;
  latencyMs: number | null;
}

/** Younger debts than this are the ordinary rhythm of drawing. */
export const AHEAD_AFTER_MS = 1500;
/** From here on the delay deserves a sentence. */
export const MISSING_AFTER_MS = 6000;

/** The one truth about the connection, in words. */
export function chipOf(facts: ChipFacts): Chip {
  const { connection, status } = facts;
  const chip = (state: ChipState, label: string, painter = false): Chip => ({ state, label, painter });
  if (!facts.online) return chip("offline", words.offline);
  if (connection === null) return chip("ready", words.ready);
  if (connection === "stopped") return chip("stopped", words.stopped);
  if (connection !== "open") {
    return facts.wasOpen ? chip("reconnecting", words.reconnecting) : chip("connecting", words.connecting);
  }
  switch (status?.state) {
    case undefined:
      return chip("connecting", words.connecting);
    case "placing":
      return chip("placing", words.placing);
    case "busy":
      return chip(
        "busy",
        facts.etaMs === null
          ? words.busy(status.position)
          : words.busyUntil(status.position, formatMs(facts.etaMs)),
      );
    case "resting":
      return chip("resting", words.resting);
    case "paused":
      return chip("paused", words.paused[status.reason]);
    case "live":
      break;
  }
  const aheadAfterMs = Math.max(AHEAD_AFTER_MS, 2 * (facts.latencyMs ?? 0));
  if (facts.owedMs !== null && facts.owedMs > aheadAfterMs) {
    return chip("ahead", words.ahead, status.painter);
  }
  const label = facts.latencyMs === null ? words.live : words.liveIn(formatMs(facts.latencyMs));
  return chip("live", label, status.painter);
}
