import { callerOf } from "../../../http/caller-of.ts";
import { isOver } from "@llamasketch/jobs";
import type { AppInstance } from "../../../http/context.ts";
import { ApiError } from "../../../http/errors.ts";
import { conflict, defineRoute } from "../../../http/route.ts";
import { eraseJob } from "../../../jobs/erase-job.ts";
import { generationParams, requireGeneration } from "../../../jobs/owned.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:write", limit: "write" },
  {
    method: "delete",
    path: "/api/v1/generations/{id}",
    operationId: "deleteGeneration",
    summary: "Deletes a generation",
    request: generationParams,
    responses: {
      204: { description: "Its pictures and words are gone, at once and for good; what it cost stays" },
      ...conflict("It has not ended yet"),
    },
  },
);

export const registerGenerationsDelete = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireGeneration(callerOf(c), c.req.valid("param").id);
    if (!isOver(row))
      throw new ApiError("conflict", "This generation is still running.", {
        hint: "Cancel it first; it costs nothing then.",
      });
    await eraseJob(c.get("services"), row, Date.now());
    return c.body(null, 204);
  });
