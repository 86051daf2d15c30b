/** What becomes of a job, as server-sent events; `ended` is the last. */
import { z } from "@hono/zod-openapi";
import type { JobRow } from "@llamasketch/db";
import { isOver } from "@llamasketch/jobs";
import { ApiError } from "../http/errors.ts";
import type { Ports } from "../ports.ts";
import { ENDED_EVENT_ID, endedText } from "./job-watchers.ts";

/** For a route's contract. */
export const jobEventStream = {
  description: "`queued`, `running`, `progress`, `preview`, and `ended` as the last, as server-sent events",
  content: { "text/event-stream": { schema: { type: "string" as const } } },
};
/** For a route's contract. */
export const jobEventsEnd = {
  description: "`Last-Event-ID` is that of the last event: nothing comes any more",
};
/** For a route's contract: what an EventSource sends by itself when it comes back. */
export const jobEventHeaders = z.object({ "last-event-id": z.string().optional() });

/** 204 tells an EventSource that was told of the end not to come back (HTML, "reconnect"). */
export async function jobEvents(
  services: Ports,
  row: JobRow,
  lastEventId: string | undefined,
): Promise<Response> {
  if (isOver(row) && lastEventId === ENDED_EVENT_ID)
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  const events = isOver(row) ? endedText(row.state) : await services.dispatcher(row.region).watchJob(row.id);
  if (!events)
    throw new ApiError("too_many_requests", "Too many open streams for this job.", {
      hint: "Close a stream, or ask for the job itself.",
    });
  return new Response(events, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
  });
}
