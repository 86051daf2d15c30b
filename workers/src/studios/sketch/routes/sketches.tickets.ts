import { CLIENT_TICKET_MS, ticketView } from "@llamasketch/contract";
import { openAddressHolder } from "../../../free/payer.ts";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError } from "../../../http/errors.ts";
import { conflict, defineRoute, json } from "../../../http/route.ts";
import { addressOf, requireWholeSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "ticket" },
  {
    method: "post",
    path: "/api/sketches/{id}/tickets",
    request: sketchParams,
    responses: {
      201: json(ticketView, "Opens one live socket of this sketch, once, within a minute"),
      ...conflict("The sketch is still being copied"),
    },
  },
);

export const registerSketchesTickets = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireWholeSketch(c, c.req.valid("param").id);
    const nowMs = Date.now();
    const address = addressOf(row);
    const deviceId = c.get("identity")?.deviceId ?? null;
    const { tickets, devices } = c.get("services");
    if (deviceId !== null && !(await devices.open(deviceId, address, nowMs)))
      throw new ApiError("unauthorized", "This device is signed out.", { hint: "Sign in again." });
    const free = await openAddressHolder(c, nowMs);
    const ticket = await tickets.forClient(row.ownerId, address, nowMs, { device: deviceId, free });
    const expiresAt = new Date(nowMs + CLIENT_TICKET_MS).toISOString();
    return c.json({ ticket, path: `/api/live/${address}`, expiresAt }, 201);
  });
