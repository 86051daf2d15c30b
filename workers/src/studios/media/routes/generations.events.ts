import { jobEventStream, jobEvents } from "../../../dispatch/job-events.ts";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { generationParams, requireGeneration } from "../owned.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations/{id}/events",
    request: generationParams,
    responses: { 200: jobEventStream },
  },
);

export const registerGenerationsEvents = (app: AppInstance) =>
  app.openapi(route, async (c) =>
    jobEvents(c.get("services"), await requireGeneration(c, c.req.valid("param").id)),
  );
