import { callerOf } from "../../../http/caller-of.ts";
import { finalList } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { finalRequestOf } from "../final-request.ts";
import { finalViewOf } from "../final-views.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches/{id}/finals",
    operationId: "listFinals",
    summary: "Finals that are not done",
    request: sketchParams,
    responses: {
      200: json(finalList, "Those that wait or are being made, in the order they were asked for"),
    },
  },
);

export const registerSketchesFinalsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { id, ownerId } = await requireSketch(callerOf(c), c.req.valid("param").id);
    const services = c.get("services");
    const open = await services.finals.openOf(ownerId);
    const here = open.filter((row) => finalRequestOf(row).sketchId === id);
    return c.json({ finals: await Promise.all(here.map((row) => finalViewOf(services, row))) }, 200);
  });
