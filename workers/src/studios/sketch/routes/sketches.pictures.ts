import { callerOf } from "../../../http/caller-of.ts";
import { pictureList, pictureListQuery } from "@llamasketch/contract";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import { requireSketch } from "../owned.ts";
import { sketchParams } from "../params.ts";
import { pictureViewOf } from "../views.ts";

const PAGE = 50;

const route = defineRoute(
  { who: "owner", scope: "sketches:read", limit: "read" },
  {
    method: "get",
    path: "/api/sketches/{id}/pictures",
    operationId: "listSketchPictures",
    summary: "The pictures of a sketch",
    request: { ...sketchParams, query: pictureListQuery },
    responses: { 200: json(pictureList, "The pictures kept of this sketch, in the order of time") },
  },
);

export const registerSketchesPictures = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const row = await requireSketch(callerOf(c), c.req.valid("param").id);
    const { cursor, order, pinned } = c.req.valid("query");
    const which = { cursor, order, isPinned: pinned !== undefined, limit: PAGE + 1 };
    const rows = await c.get("services").pictures.list(row.id, which);
    const page = rows.slice(0, PAGE);
    return c.json(
      {
        pictures: page.map(pictureViewOf),
        nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
      },
      200,
    );
  });
