/** Short-lived, signed leave to open one socket. Verified before the upgrade, without a database. */
import {
  AGENT_TICKET_MS,
  CLIENT_TICKET_MS,
  agentId,
  deviceId,
  placementNumber,
  sessionAddress,
  userId,
} from "@llamasketch/contract";
import { SignJWT, jwtVerify } from "jose";
import { z } from "zod";

const clientClaims = z.object({
  use: z.literal("client"),
  sub: userId,
  session: sessionAddress,
  /** Holds the free credits of the address that asked, today; null: that door was shut. */
  free: z.string().max(80).nullable().default(null),
  /** The device that asked, if one is signed in. */
  device: deviceId.nullable().default(null),
  jti: z.string(),
  exp: z.number(),
});
const agentClaims = z.object({
  use: z.literal("agent"),
  sub: agentId,
  session: sessionAddress,
  placement: placementNumber,
  exp: z.number(),
});
const claims = z.discriminatedUnion("use", [clientClaims, agentClaims]);
export type TicketClaims = z.infer<typeof claims>;

/** Carries verified claims to the object; set by the Worker alone, whatever a caller sends. */
export const CLAIMS_HEADER = "x-ticket-claims";

export function createTickets(keys: readonly string[]) {
  const secrets = keys.map((key) => new TextEncoder().encode(key));
  const [signer = new Uint8Array()] = secrets;
  const sign = (payload: Record<string, string | number | null>, nowMs: number, lifeMs: number) =>
    new SignJWT(payload)
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(Math.floor((nowMs + lifeMs) / 1000))
      .sign(signer);
  return {
    /** Opens one client socket, once. */
    forClient: (
      user: string,
      session: string,
      nowMs: number,
      { device, free }: { device?: string | null; free?: string | null } = {},
    ): Promise<string> => {
      const more = { ...(device && { device }), ...(free && { free }) };
      const claims = { use: "client", sub: user, session, jti: crypto.randomUUID(), ...more };
      return sign(claims, nowMs, CLIENT_TICKET_MS);
    },
    /** Opens an agent's socket to one session under one placement, again and again while it lives. */
    forAgent: (agent: string, session: string, placement: number, nowMs: number): Promise<string> =>
      sign({ use: "agent", sub: agent, session, placement }, nowMs, AGENT_TICKET_MS),
    /** The claims, or null when the ticket is forged, expired or malformed. */
    async verify(ticket: string): Promise<TicketClaims | null> {
      for (const secret of secrets) {
        try {
          const { payload } = await jwtVerify(ticket, secret, { algorithms: ["HS256"] });
          return claims.parse(payload);
        } catch {
          continue;
        }
      }
      return null;
    },
  };
}
