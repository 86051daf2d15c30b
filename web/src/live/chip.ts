import type { SessionStatus } from "@llamasketch/contract";
import type { ClientState } from "@llamasketch/live-client";

export type ChipState =
  | "ready"
  | "connecting"
  | "reconnecting"
  | "offline"
  | "stopped"
  | "placing"
  | "busy"
  | "resting"
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
  if (!facts.online) return chip("offline", "offline");
  if (connection === null) return chip("ready", "ready");
  if (connection === "stopped") return chip("stopped", "disconnected");
  if (connection !== "open") {
    return facts.wasOpen ? chip("reconnecting", "reconnecting") : chip("connecting", "connecting");
  }
  switch (status?.state) {
    case undefined:
      return chip("connecting", "connecting");
    case "placing":
      return chip("placing", "finding a painter");
    case "busy":
      return chip("busy", `busy: ${ordinal(status.position)} in line`);
    case "resting":
      return chip("resting", "resting");
    case "live":
      break;
  }
  const aheadAfterMs = Math.max(AHEAD_AFTER_MS, 2 * (facts.latencyMs ?? 0));
  if (facts.owedMs !== null && facts.owedMs > aheadAfterMs) {
    return chip("ahead", "drawing ahead", status.painter);
  }
  const label = facts.latencyMs === null ? "live" : `live · ${formatMs(facts.latencyMs)}`;
  return chip("live", label, status.painter);
}

export function formatMs(ms: number): string {
  if (ms >= 10_000) return `${Math.round(ms / 1000)} s`;
  return ms >= 100 ? `${Math.round(ms / 10) * 10} ms` : `${Math.round(ms)} ms`;
}

function ordinal(position: number): string {
  const teen = position % 100 >= 11 && position % 100 <= 13;
  const suffix = teen ? "th" : (["th", "st", "nd", "rd"][position % 10] ?? "th");
  return `${position}${suffix}`;
}
