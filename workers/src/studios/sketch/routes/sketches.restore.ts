import { callerOf } from "../../../http/caller-of.ts";
import { RESTORE_WITHIN_MS, sketchView } from "@llamasketch/contract";
import { requireUser } from "../../../http/require-caller.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { sketchViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "post",
    path: "/api/sketches/{id}/restore",
    operationId: "restoreSketch",
    summary: "Brings a deleted sketch back",
    request: sketchParams,
    responses: { 200: json(sketchView, "The sketch, deleted no more; within half an hour of its deletion") },
  },
);

export const registerSketchesRestore = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const services = c.get("services");
    const sinceMs = Date.now() - RESTORE_WITHIN_MS;
    await services.commit([services.sketches.restore(id, requireUser(callerOf(c)), sinceMs)]);
    return c.json(await sketchViewOf(services, await requireSketch(callerOf(c), id)), 200);
  });
