/** Whether a ticket opens a client's socket now: the status that refuses it, or null. */
import { CLIENT_TICKET_MS, SOCKETS_PER_SKETCH } from "@llamasketch/contract";
import type { SessionMemory } from "./session-memory.ts";
import type { TicketClaims } from "./tickets.ts";

export function refusedWith(
  memory: SessionMemory,
  claims: Extract<TicketClaims, { use: "client" }>,
  openSockets: number,
  nowMs: number,
): 409 | 410 | 429 | null {
  const madeAtMs = claims.exp * 1000 - CLIENT_TICKET_MS;
  if (memory.isClosedFor(madeAtMs)) return 410;
  if (memory.isAway([claims.sub, claims.device], madeAtMs)) return 409;
  // Before the ticket is used up: it opens a socket once another has closed.
  if (openSockets >= SOCKETS_PER_SKETCH) return 429;
  return memory.useTicket(claims.jti, claims.exp * 1000, nowMs) ? null : 409;
}
