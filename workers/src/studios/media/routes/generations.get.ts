import { callerOf } from "../../../http/caller-of.ts";
import { generationView } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { generationParams, requireGeneration } from "../../../jobs/owned.ts";
import { generationViewOf } from "../views.ts";

const route = defineRoute(
  { who: "owner", scope: "generations:read", limit: "read" },
  {
    method: "get",
    path: "/api/v1/generations/{id}",
    operationId: "getGeneration",
    summary: "How a generation stands",
    request: generationParams,
    responses: { 200: json(generationView, "As it is now") },
  },
);

export const registerGenerationsGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireGeneration(callerOf(c), c.req.valid("param").id);
    return c.json(await generationViewOf(c.get("services"), row), 200);
  });
