import type { Caller } from "../http/caller.ts";
import { bearerOf } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { siteLane, wrongSecret } from "../http/wrong-secrets.ts";
import type { JobTicketClaims } from "./job-tickets.ts";

/** What the bearer's ticket opens here; throws when it opens something else or nothing. */
export async function jobClaims(caller: Caller, access: "read" | "write"): Promise<JobTicketClaims> {
  const ticket = bearerOf(caller.header("authorization")) ?? "";
  const { jobTickets, hosts } = caller.ports;
  const claims = await jobTickets.verify(ticket, caller.path, access);
  if (!claims || !(await hosts.isWelcome(claims.host)))
    throw await wrongSecret(
      caller,
      siteLane(caller),
      new ApiError("ticket_invalid", "This ticket is not valid for this request."),
    );
  return claims;
}
