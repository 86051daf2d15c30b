import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { bearerOf } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { siteLane, wrongSecret } from "../http/wrong-secrets.ts";
import type { JobTicketClaims } from "../spine/job-tickets.ts";

/** What the bearer's ticket opens here; throws when it opens something else or nothing. */
export async function jobClaims(c: Context<App>, access: "read" | "write"): Promise<JobTicketClaims> {
  const ticket = bearerOf(c.req.header("authorization")) ?? "";
  const { jobTickets, hosts } = c.get("services");
  const claims = await jobTickets.verify(ticket, c.req.path, access);
  if (!claims || !(await hosts.isWelcome(claims.host)))
    throw await wrongSecret(c, siteLane(c), new ApiError("ticket_invalid", "This ticket is not for this."));
  return claims;
}
