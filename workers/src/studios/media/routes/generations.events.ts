import { isOver } from "@llamasketch/jobs";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError } from "../../../http/errors.ts";
import { defineRoute } from "../../../http/route.ts";
import { eventText } from "../../../dispatch/job-watchers.ts";
import { generationParams, requireGeneration } from "../owned.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations/{id}/events",
    request: generationParams,
    responses: {
      200: {
        description:
          "`queued`, `running`, `progress`, `preview`, and `ended` as the last, as server-sent events",
        content: { "text/event-stream": { schema: { type: "string" } } },
      },
    },
  },
);

export const registerGenerationsEvents = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireGeneration(c, c.req.valid("param").id);
    const services = c.get("services");
    const events = isOver(row)
      ? eventText("ended", { state: row.state })
      : await services.dispatcher(row.region).watchJob(row.id);
    if (!events)
      throw new ApiError("too_many_requests", "Enough listen to this one.", {
        hint: "Close a stream, or ask for the generation itself.",
      });
    return new Response(events, {
      headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
    });
  });
