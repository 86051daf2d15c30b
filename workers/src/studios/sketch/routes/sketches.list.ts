import { sketchList, sketchListQuery } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { sketchViewsOf } from "../views.ts";

const PAGE = 24;

const route = defineRoute(
  { who: "anyone", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches",
    operationId: "listSketches",
    summary: "Lists and looks for sketches",
    request: { query: sketchListQuery },
    responses: { 200: json(sketchList, "The caller's sketches, newest first; those that were looked for") },
  },
);

export const registerSketchesList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const userId = c.get("userId");
    if (!userId) return c.json({ sketches: [], nextCursor: null }, 200);
    const services = c.get("services");
    const { cursor, q = "" } = c.req.valid("query");
    const rows = await services.sketches.list(userId, { cursor, query: q, limit: PAGE + 1 });
    const page = rows.slice(0, PAGE);
    return c.json(
      {
        sketches: await sketchViewsOf(services, page),
        nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
      },
      200,
    );
  });
