import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { bearerOf } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import type { JobTicketClaims } from "../spine/job-tickets.ts";

/** What the bearer's ticket opens here; throws when it opens something else or nothing. */
export async function jobClaims(c: Context<App>, access: "read" | "write"): Promise<JobTicketClaims> {
  const ticket = bearerOf(c.req.header("authorization")) ?? "";
  const claims = await c.get("services").jobTickets.verify(ticket, c.req.path, access);
  if (!claims) throw new ApiError("ticket_invalid", "This ticket is not for this.");
  return claims;
}
