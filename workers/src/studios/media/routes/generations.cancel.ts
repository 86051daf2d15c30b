import { callerOf } from "../../../http/caller-of.ts";
import { generationView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { cancelJob } from "../../../jobs/cancel-job.ts";
import { generationParams, requireGeneration } from "../../../jobs/owned.ts";
import { generationViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:write", limit: "write" },
  {
    method: "post",
    path: "/api/v1/generations/{id}/cancel",
    operationId: "cancelGeneration",
    summary: "Cancels a generation",
    request: generationParams,
    responses: {
      200: json(generationView, "As it is now: cancelled and given back, unless it had ended before"),
    },
  },
);

export const registerGenerationsCancel = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const row = await requireGeneration(callerOf(c), c.req.valid("param").id);
    return c.json(await generationViewOf(services, await cancelJob(services, row, Date.now())), 200);
  });
