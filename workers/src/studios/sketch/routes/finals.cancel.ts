import { callerOf } from "../../../http/caller-of.ts";
import { finalView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { cancelJob } from "../../../jobs/cancel-job.ts";
import { finalViewOf } from "../final-views.ts";
import { requireFinal } from "../owned.ts";
import { finalParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:write", limit: "write" },
  {
    method: "post",
    path: "/api/finals/{id}/cancel",
    operationId: "cancelFinal",
    summary: "Cancels a final",
    request: finalParams,
    responses: { 200: json(finalView, "As it is now: cancelled and given back, unless it had ended before") },
  },
);

export const registerFinalsCancel = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireFinal(callerOf(c), c.req.valid("param").id);
    const services = c.get("services");
    return c.json(await finalViewOf(services, await cancelJob(services, row, Date.now())), 200);
  });
