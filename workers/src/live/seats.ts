/** What a socket carries through hibernation, in its attachment (at most 16 KB). */
import type { Settings } from "@llamasketch/contract";

export interface ClientSeatNote {
  role: "client";
  conn: string;
  userId: string;
  clientId: string | null;
  settings: { settingsVersion: number; settings: Settings } | null;
}
export interface AgentSeatNote {
  role: "agent";
  conn: string;
  agentId: string;
  placement: number;
  attached: { name: string; painter: boolean; expectMs: number } | null;
}
export type SeatNote = ClientSeatNote | AgentSeatNote;

/** Reads a socket's note back; sockets of this object always carry one. */
export const noteOf = (socket: WebSocket): SeatNote => socket.deserializeAttachment() as SeatNote;
