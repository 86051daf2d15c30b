import { createRoute, z } from "@hono/zod-openapi";
import { pictureId, pictureList } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { json } from "../../../http/route.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { pictureViewOf } from "../views.ts";

const PAGE = 50;

const route = createRoute({
  method: "get",
  path: "/api/sketches/{id}/pictures",
  request: { ...sketchParams, query: z.object({ cursor: pictureId.optional() }) },
  responses: { 200: json(pictureList, "The pictures kept of this sketch, newest first") },
});

export const registerSketchesPictures = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketch(c, c.req.valid("param").id);
    const rows = await c.get("services").sketches.pictures(row.id, c.req.valid("query").cursor, PAGE + 1);
    const page = rows.slice(0, PAGE);
    return c.json(
      {
        pictures: page.map(pictureViewOf),
        nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
      },
      200,
    );
  });
