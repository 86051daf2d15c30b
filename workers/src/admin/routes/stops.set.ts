import { callerOf } from "../../http/caller-of.ts";
import { STOPS, adminStop, adminStopView } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { audited } from "../staff.ts";

const route = defineRoute(
  { who: "admin", limit: "write" },
  {
    method: "post",
    path: "/api/admin/stops/{name}",
    operationId: "setStop",
    summary: "Stops something, or lets it go on",
    request: { params: z.object({ name: z.enum(STOPS) }), ...body(adminStop) },
    responses: { 200: json(adminStopView, "Stopped, or going on again") },
  },
);

export const registerAdminStopsSet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { stops, outbox, commit, pokeOutbox } = c.get("services");
    const { name } = c.req.valid("param");
    const { stopped, reason } = c.req.valid("json");
    const nowMs = Date.now();
    const outboxId = newId("request");
    await commit([
      audited(
        callerOf(c),
        stopped ? "stop" : "resume",
        name,
        reason,
        {},
        { stop: name, isStopped: !stopped },
      ),
      stopped ? stops.stop(name, nowMs) : stops.resume(name),
      outbox.add({ id: outboxId, kind: "apply_stops", subject: name, createdAt: nowMs }),
    ]);
    await pokeOutbox(outboxId);
    const since = (await stops.all()).find((row) => row.name === name)?.since;
    return c.json({ name, stoppedAt: since === undefined ? null : new Date(since).toISOString() }, 200);
  });
