import type { DropReason } from "@llamasketch/contract";
import type { SessionEffect } from "./events.ts";
import type { HeldFrame, SessionState } from "./state.ts";

/** Counts a frame that will not be shown, and tells the pen. */
export function drop(
  state: SessionState,
  { header }: HeldFrame,
  reason: DropReason,
  effects: SessionEffect[],
): void {
  const { version, variation } = header;
  state.counts.dropped[reason] += 1;
  const conn = state.pen?.conn;
  if (!conn) return;
  const message = { type: "drop" as const, version, reason, ...(variation !== undefined && { variation }) };
  effects.push({ type: "toClient", conn, message });
}
