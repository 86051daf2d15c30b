import type { DropReason } from "@llamasketch/contract";
import type { SessionEffect } from "./events.ts";
import type { SessionState } from "./state.ts";

/** Counts a frame that will not be shown, and tells the pen. */
export function drop(
  state: SessionState,
  version: number,
  reason: DropReason,
  effects: SessionEffect[],
): void {
  state.counts.dropped[reason] += 1;
  const conn = state.pen?.conn;
  if (conn) effects.push({ type: "toClient", conn, message: { type: "drop", version, reason } });
}
