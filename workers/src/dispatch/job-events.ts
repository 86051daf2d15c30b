/** What becomes of a job, as server-sent events; `ended` is the last. */
import type { JobRow } from "@llamasketch/db";
import { isOver } from "@llamasketch/jobs";
import { ApiError } from "../http/errors.ts";
import type { Services } from "../services.ts";
import { eventText } from "./job-watchers.ts";

/** For a route's contract. */
export const jobEventStream = {
  description: "`queued`, `running`, `progress`, `preview`, and `ended` as the last, as server-sent events",
  content: { "text/event-stream": { schema: { type: "string" as const } } },
};

export async function jobEvents(services: Services, row: JobRow): Promise<Response> {
  const events = isOver(row)
    ? eventText("ended", { state: row.state })
    : await services.dispatcher(row.region).watchJob(row.id);
  if (!events)
    throw new ApiError("too_many_requests", "Enough listen to this one.", {
      hint: "Close a stream, or ask for the job itself.",
    });
  return new Response(events, {
    headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" },
  });
}
