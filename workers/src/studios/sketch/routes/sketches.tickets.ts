import { callerOf } from "../../../http/caller-of.ts";
import { CLIENT_TICKET_MS, SKETCHES_DRAWN_ON_MAX, errorBody, ticketView } from "@llamasketch/contract";
import { openAddressHolder } from "../../../guests/payer.ts";
import type { AppInstance } from "../../../http/context.ts";
import { requireUser } from "../../../http/require-caller.ts";
import { requireRunning, stopsIn } from "../../../admin/running.ts";
import { ApiError, notFound, banned } from "../../../http/errors.ts";
import { conflict, defineRoute, json } from "../../../http/route.ts";
import { addressOf } from "../address-of.ts";
import { stillCopying } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "ticket" },
  {
    method: "post",
    path: "/api/sketches/{id}/tickets",
    operationId: "createSketchTicket",
    summary: "A ticket for one live socket",
    request: sketchParams,
    responses: {
      201: json(ticketView, "Opens one live socket of this sketch, once, within a minute"),
      ...conflict("The sketch is still being copied"),
      503: json(errorBody, "Drawing is stopped for the moment"),
    },
  },
);

export const registerSketchesTickets = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const { tickets, devices, sketches } = services;
    const found = await sketches.admission(c.req.valid("param").id, requireUser(callerOf(c)), Date.now());
    if (!found) throw notFound("sketch");
    if (found.bannedAt !== null) throw banned();
    if (found.isCopying) throw stillCopying();
    if (found.drawnOn >= SKETCHES_DRAWN_ON_MAX)
      throw new ApiError(
        "too_many_requests",
        `You draw on ${found.drawnOn} sketches at once, and may on ${SKETCHES_DRAWN_ON_MAX}.`,
        { hint: "Leave one of them; a few minutes after its last stroke it counts no more." },
      );
    const nowMs = Date.now();
    await requireRunning(services, c.get("identity")?.person ?? null, nowMs, stopsIn(found.stops));
    const address = addressOf(found.sketch);
    const deviceId = c.get("identity")?.deviceId ?? null;
    if (deviceId !== null && !(await devices.open(deviceId, address, nowMs)))
      throw new ApiError("unauthorized", "This device is signed out.", { hint: "Sign in again." });
    const free = await openAddressHolder(callerOf(c), nowMs);
    const ticket = await tickets.forClient(found.sketch.ownerId, address, nowMs, { device: deviceId, free });
    const expiresAt = new Date(nowMs + CLIENT_TICKET_MS).toISOString();
    return c.json({ ticket, path: `/api/live/${address}`, expiresAt }, 201);
  });
