import { callerOf } from "../../../http/caller-of.ts";
import { liveStats } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { addressOf } from "../address-of.ts";
import { requireSketchRow } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches/{id}/live",
    operationId: "getSketchLive",
    summary: "Counts of the live session",
    request: sketchParams,
    responses: { 200: json(liveStats, "Counts of the live session, for its owner and for measurements") },
  },
);

export const registerSketchesStats = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketchRow(callerOf(c), c.req.valid("param").id);
    return c.json(await c.get("services").session(addressOf(row)).stats(), 200);
  });
