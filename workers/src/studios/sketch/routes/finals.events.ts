import { callerOf } from "../../../http/caller-of.ts";
import { jobEventHeaders, jobEventStream, jobEvents, jobEventsEnd } from "../../../dispatch/job-events.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { requireFinal } from "../owned.ts";
import { finalParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/finals/{id}/events",
    operationId: "watchFinal",
    summary: "Follows a final",
    request: { ...finalParams, headers: jobEventHeaders },
    responses: { 200: jobEventStream, 204: jobEventsEnd },
  },
);

export const registerFinalsEvents = (app: AppInstance) =>
  app.openapi(route, async (c) =>
    jobEvents(
      c.get("services"),
      await requireFinal(callerOf(c), c.req.valid("param").id),
      c.req.valid("header")["last-event-id"],
    ),
  );
