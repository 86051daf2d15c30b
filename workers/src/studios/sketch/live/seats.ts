/** What a socket carries through hibernation, in its attachment (at most 16 KB). */
import type { Ability, Settings } from "@llamasketch/contract";
import type { Attached, SessionEvent } from "@llamasketch/live";
import type { TicketClaims } from "./tickets.ts";

export interface ClientSeatNote {
  role: "client";
  conn: string;
  userId: string;
  /** From its ticket: who holds the free credits of its address. */
  freeHolderId: string | null;
  /** The signed-in device whose ticket it came with; null for a visitor. */
  deviceId: string | null;
  clientId: string | null;
  can: readonly Ability[];
  /** The last that were said; `isWritten`: the database knows them. */
  settings: { settingsVersion: number; settings: Settings; isWritten?: boolean } | null;
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

export const noteFor = (claims: TicketClaims, conn: string): SeatNote =>
  claims.use === "client"
    ? {
        role: "client",
        conn,
        userId: claims.sub,
        deviceId: claims.device,
        freeHolderId: claims.free,
        clientId: null,
        can: [],
        settings: null,
      }
    : { role: "agent", conn, agentId: claims.sub, placement: claims.placement, attached: null };

/** The last words of whoever holds the pen. */
export const settingsSaid = (
  notes: readonly SeatNote[],
  penClientId: string | undefined,
): ClientSeatNote["settings"] =>
  notes
    .filter((note) => note.role === "client")
    .find(({ clientId }) => clientId !== null && clientId === penClientId)?.settings ?? null;

/** Everyone whose socket outlived the session's memory. */
export function wokeEvent(
  notes: readonly SeatNote[],
  penClientId: string | undefined,
): Extract<SessionEvent, { type: "woke" }> {
  const clients = notes.filter((note) => note.role === "client");
  const agents = notes.filter((note) => note.role === "agent");
  const said = settingsSaid(notes, penClientId);
  return {
    type: "woke",
    clients: clients.map(({ conn, clientId, can }) => ({ conn, clientId, can })),
    settings: said && { settingsVersion: said.settingsVersion, settings: said.settings },
    agents: agents.map(({ conn, agentId, placement, attached }) => ({ conn, agentId, placement, attached })),
  };
}
