import { callerOf } from "../../../http/caller-of.ts";
import { openedSketchView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { sketchViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches/{id}",
    operationId: "getSketch",
    summary: "A sketch",
    request: sketchParams,
    responses: { 200: json(openedSketchView, "One sketch, and whether its last picture shows all strokes") },
  },
);

export const registerSketchesGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketch(callerOf(c), c.req.valid("param").id);
    const services = c.get("services");
    const [view, chunk, picture] = await Promise.all([
      sketchViewOf(services, row),
      services.sketches.lastChunk(row.id),
      services.pictures.last(row.id),
    ]);
    const current =
      !chunk ||
      (picture !== undefined &&
        (picture.epoch > chunk.epoch || (picture.epoch === chunk.epoch && picture.version >= chunk.version)));
    return c.json({ ...view, current }, 200);
  });
