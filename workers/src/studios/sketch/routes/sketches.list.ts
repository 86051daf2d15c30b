import { sketchList, sketchListQuery } from "@llamasketch/contract";
import type { SketchRow } from "@llamasketch/db";
import type { AppInstance } from "../../../http/context.ts";
import { defineRoute, json } from "../../../http/route.ts";
import type { Ports } from "../../../ports.ts";
import { sketchViewsOf } from "../views.ts";
import { writtenDown } from "../written-down.ts";

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
    const page = await writtenPage(services, userId, rows.slice(0, PAGE));
    return c.json(
      {
        sketches: await sketchViewsOf(services, page),
        nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
      },
      200,
    );
  });

/** With what their sessions held until now. */
async function writtenPage(services: Ports, userId: string, page: SketchRow[]): Promise<SketchRow[]> {
  if (!(await writtenDown(services, page))) return page;
  const now = await Promise.all(
    page.map(({ id, holdsUntil }) => (holdsUntil > 0 ? services.sketches.byId(id, userId) : undefined)),
  );
  return page.map((row, at) => now[at] ?? row);
}
