import { callerOf } from "../../../http/caller-of.ts";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute } from "../../../http/route.ts";
import { coverKey } from "../../../media/keys.ts";
import { serveImage } from "../../../media/serve.ts";
import { requireSketchRow } from "../owned.ts";
import { sketchParams } from "../params.ts";

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches/{id}/cover",
    operationId: "getSketchCover",
    summary: "The cover",
    request: { ...sketchParams, query: z.object({ v: z.string().max(64).optional() }) },
    responses: { 200: { description: "The cover's bytes, for its owner" } },
  },
);

export const registerSketchesCoverGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { id } = await requireSketchRow(callerOf(c), c.req.valid("param").id);
    const { v } = c.req.valid("query");
    return serveImage(callerOf(c), "cover", coverKey(id), ({ customMetadata }) => customMetadata?.hash === v);
  });
