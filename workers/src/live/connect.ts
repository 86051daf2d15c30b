/** The two doors of a session: one for clients, one for agents. Both need a ticket for this very session. */
import type { Context } from "hono";
import type { App, AppInstance } from "../http/context.ts";
import { ApiError, notFound } from "../http/errors.ts";
import { CLAIMS_HEADER, type TicketClaims } from "./tickets.ts";

export function registerLiveConnect(app: AppInstance): void {
  app.get("/api/live/:address", (c) => enter(c, "client"));
  app.get("/api/agents/sessions/:address", (c) => enter(c, "agent"));
}

async function enter(c: Context<App>, use: TicketClaims["use"]): Promise<Response> {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new ApiError("upgrade_required", "This address speaks WebSocket.");
  }
  const { tickets, session } = c.get("services");
  const claims = await tickets.verify(c.req.query("ticket") ?? "");
  if (!claims || claims.use !== use || claims.session !== c.req.param("address")) {
    throw new ApiError("ticket_invalid", "This ticket does not open this door.", {
      hint: "Fetch a new ticket.",
    });
  }
  const headers = new Headers({ upgrade: "websocket", [CLAIMS_HEADER]: JSON.stringify(claims) });
  const answer = await session(claims.session).fetch("https://session/", { headers });
  if (answer.status === 410) throw notFound("sketch");
  if (answer.status === 409)
    throw new ApiError("ticket_invalid", "This ticket was used before.", { hint: "Fetch a new ticket." });
  if (answer.status === 503)
    throw new ApiError("unavailable", "This sketch cannot be opened at the moment.", {
      hint: "Try again in a few seconds.",
    });
  return answer;
}
