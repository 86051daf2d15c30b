/** What the clients are told of how their session stands. */
import type { SessionStatus } from "@llamasketch/contract";
import type { SessionEffect } from "./events.ts";
import type { ClientSeat, SessionState } from "./state.ts";

export function setStatus(state: SessionState, status: SessionStatus, effects: SessionEffect[]): void {
  if (JSON.stringify(status) === JSON.stringify(state.status)) return;
  state.status = status;
  if (!state.paused) tellStatus(state, effects);
}

export function tellStatus(state: SessionState, effects: SessionEffect[]): void {
  for (const seat of state.clients.values()) if (seat.clientId) tellStatusTo(state, seat, effects);
}

export function tellStatusTo(state: SessionState, seat: ClientSeat, effects: SessionEffect[]): void {
  const message = { type: "status" as const, status: statusFor(state, seat) };
  effects.push({ type: "toClient", conn: seat.conn, message });
}

/** A client that knows nothing of credits sees a session at rest. */
function statusFor({ status, paused }: SessionState, { can }: ClientSeat): SessionStatus {
  if (!paused) return status;
  return can.includes("credits") ? { state: "paused", reason: paused.reason } : { state: "resting" };
}
