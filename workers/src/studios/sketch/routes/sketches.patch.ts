import { callerOf } from "../../../http/caller-of.ts";
import { sketchPatch, sketchView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { body, defineRoute, json } from "../../../http/route.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { sketchViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "patch",
    path: "/api/sketches/{id}",
    operationId: "renameSketch",
    summary: "Renames a sketch",
    request: { ...sketchParams, ...body(sketchPatch) },
    responses: { 200: json(sketchView, "The renamed sketch") },
  },
);

export const registerSketchesPatch = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketch(callerOf(c), c.req.valid("param").id);
    const services = c.get("services");
    const { title } = c.req.valid("json");
    const nowMs = Date.now();
    await services.commit([services.sketches.rename(row.id, row.ownerId, title, nowMs)]);
    return c.json(await sketchViewOf(services, { ...row, title, updatedAt: nowMs }), 200);
  });
