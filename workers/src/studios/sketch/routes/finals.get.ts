import { callerOf } from "../../../http/caller-of.ts";
import { finalView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { finalViewOf } from "../final-views.ts";
import { requireFinal } from "../owned.ts";
import { finalParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/finals/{id}",
    operationId: "getFinal",
    summary: "How a final stands",
    request: finalParams,
    responses: { 200: json(finalView, "As it is now") },
  },
);

export const registerFinalsGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireFinal(callerOf(c), c.req.valid("param").id);
    return c.json(await finalViewOf(c.get("services"), row), 200);
  });
