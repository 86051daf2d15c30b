/** What a socket carries through hibernation, in its attachment (at most 16 KB). */
import type { Ability, Settings } from "@llamasketch/contract";
import type { Attached } from "@llamasketch/live";

export interface ClientSeatNote {
  role: "client";
  conn: string;
  userId: string;
  clientId: string | null;
  can: readonly Ability[];
  settings: { settingsVersion: number; settings: Settings } | null;
}
export interface AgentSeatNote {
  role: "agent";
  conn: string;
  agentId: string;
  placement: number;
  attached: Attached | null;
}
export type SeatNote = ClientSeatNote | AgentSeatNote;

/** Reads a socket's note back; sockets of this object always carry one. */
export const noteOf = (socket: WebSocket): SeatNote => socket.deserializeAttachment() as SeatNote;
