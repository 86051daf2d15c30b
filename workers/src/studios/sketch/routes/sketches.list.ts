import { createRoute, z } from "@hono/zod-openapi";
import { sketchId, sketchList } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { json } from "../../../http/route.ts";
import { sketchViewOf } from "../views.ts";

const PAGE = 24;

const route = createRoute({
  method: "get",
  path: "/api/sketches",
  request: { query: z.object({ cursor: sketchId.optional() }) },
  responses: { 200: json(sketchList, "The caller's sketches, newest first") },
});

export const registerSketchesList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const userId = c.get("userId");
    if (!userId) return c.json({ sketches: [], nextCursor: null }, 200);
    const services = c.get("services");
    const rows = await services.sketches.list(userId, c.req.valid("query").cursor, PAGE + 1);
    const page = rows.slice(0, PAGE);
    return c.json(
      {
        sketches: await Promise.all(page.map((row) => sketchViewOf(services, row))),
        nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
      },
      200,
    );
  });
