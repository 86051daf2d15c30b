import { jobEventStream, jobEvents } from "../../../dispatch/job-events.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { requireFinal } from "../owned.ts";
import { finalParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/finals/{id}/events",
    request: finalParams,
    responses: { 200: jobEventStream },
  },
);

export const registerFinalsEvents = (app: AppInstance) =>
  app.openapi(route, async (c) =>
    jobEvents(c.get("services"), await requireFinal(c, c.req.valid("param").id)),
  );
