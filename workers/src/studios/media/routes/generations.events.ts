import { callerOf } from "../../../http/caller-of.ts";
import { jobEventHeaders, jobEventStream, jobEvents, jobEventsEnd } from "../../../dispatch/job-events.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { generationParams, requireGeneration } from "../../../jobs/owned.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations/{id}/events",
    operationId: "watchGeneration",
    summary: "Follows a generation",
    request: { ...generationParams, headers: jobEventHeaders },
    responses: { 200: jobEventStream, 204: jobEventsEnd },
  },
);

export const registerGenerationsEvents = (app: AppInstance) =>
  app.openapi(route, async (c) =>
    jobEvents(
      c.get("services"),
      await requireGeneration(callerOf(c), c.req.valid("param").id),
      c.req.valid("header")["last-event-id"],
    ),
  );
