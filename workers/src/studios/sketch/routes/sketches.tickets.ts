import { createRoute } from "@hono/zod-openapi";
import { CLIENT_TICKET_MS, ticketView } from "@llamasketch/contract";
import { openAddressHolder } from "../../../free/payer.ts";
import type { AppInstance } from "../../../http/context.ts";
import { json } from "../../../http/route.ts";
import { addressOf, requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = createRoute({
  method: "post",
  path: "/api/sketches/{id}/tickets",
  request: sketchParams,
  responses: { 201: json(ticketView, "Opens one live socket of this sketch, once, within a minute") },
});

export const registerSketchesTickets = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireWholeSketch(c, c.req.valid("param").id);
    const nowMs = Date.now();
    const address = addressOf(row);
    const free = await openAddressHolder(c, nowMs);
    const ticket = await c.get("services").tickets.forClient(row.ownerId, address, free, nowMs);
    const expiresAt = new Date(nowMs + CLIENT_TICKET_MS).toISOString();
    return c.json({ ticket, path: `/api/live/${address}`, expiresAt }, 201);
  });
