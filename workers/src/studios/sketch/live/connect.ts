/** The two doors of a session: one for clients, one for agents. Both need a ticket for this very session, agents their credential too. */
import { callerOf } from "../../../http/caller-of.ts";
import { SOCKETS_PER_SKETCH } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { App, AppInstance } from "../../../http/context.ts";
import { ApiError, banned, notFound } from "../../../http/errors.ts";
import { defineRoute, upgraded } from "../../../http/route.ts";
import { siteLane, wrongSecret } from "../../../http/wrong-secrets.ts";
import { CLAIMS_HEADER, type TicketClaims } from "./tickets.ts";

const request = {
  params: z.object({ address: z.string().max(200) }),
  query: z.object({ ticket: z.string().max(16_000).default("") }),
};
const client = defineRoute(
  { who: "ticket", limit: "door" },
  {
    method: "get",
    path: "/api/live/{address}",
    operationId: "openLiveSocket",
    summary: "The live socket of a client",
    request,
    responses: upgraded("The live protocol, as docs/live-protocol.md has it"),
  },
);
/** A host dials again with the same ticket, for all its sketches at once: nothing is counted. */
const agent = defineRoute(
  { who: "agent", limit: null },
  {
    method: "get",
    path: "/api/agents/sessions/{address}",
    operationId: "openAgentSocket",
    summary: "The live socket of an agent",
    request,
    responses: upgraded("An agent's side of the live protocol"),
  },
);

export function registerLiveConnect(app: AppInstance): void {
  app.openapi(client, (c) => enter(c, "client", c.req.valid("param").address, c.req.valid("query").ticket));
  app.openapi(agent, (c) => enter(c, "agent", c.req.valid("param").address, c.req.valid("query").ticket));
}

async function enter(
  c: Context<App>,
  use: TicketClaims["use"],
  address: string,
  ticket: string,
): Promise<Response> {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new ApiError("upgrade_required", "This endpoint requires a WebSocket connection.");
  }
  const { tickets, session, accounts } = c.get("services");
  const claims = await tickets.verify(ticket);
  // A host's ticket opens to that host alone, wherever else it got to.
  const isOwn = claims?.use !== "agent" || claims.sub === c.get("host")?.id;
  if (!claims || claims.use !== use || claims.session !== address || !isOwn) {
    const invalid = new ApiError("ticket_invalid", "This ticket is not valid for this socket.", {
      hint: "Fetch a new ticket.",
    });
    throw await wrongSecret(callerOf(c), siteLane(callerOf(c)), invalid);
  }
  // A ticket outlives a ban by a minute at most; its door does not.
  if (claims.use === "client" && (await accounts.byId(claims.sub))?.bannedAt != null) throw banned();
  const headers = new Headers({ upgrade: "websocket", [CLAIMS_HEADER]: JSON.stringify(claims) });
  const answer = await session(claims.session).fetch("https://session/", { headers });
  if (answer.status === 410) throw notFound("sketch");
  if (answer.status === 409)
    throw new ApiError("ticket_invalid", "This ticket has already been used.", {
      hint: "Fetch a new ticket.",
    });
  if (answer.status === 429)
    throw new ApiError("too_many_requests", `A sketch may be open in ${SOCKETS_PER_SKETCH} places at once.`, {
      hint: "Close it in another tab or on another device.",
    });
  if (answer.status === 503)
    throw new ApiError("unavailable", "This sketch can't be opened right now.", {
      hint: "Try again in a few seconds.",
    });
  return answer;
}
