import { STOPS, adminStopList } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";

const route = defineRoute(
  { who: "moderator", limit: "read" },
  {
    method: "get",
    path: "/api/admin/stops",
    operationId: "listStops",
    summary: "What can be stopped",
    responses: { 200: json(adminStopList, "What can be stopped, and since when it is") },
  },
);

export const registerAdminStopsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const since = new Map((await c.get("services").stops.all()).map((row) => [row.name, row.since]));
    const stops = STOPS.map((name) => {
      const at = since.get(name);
      return { name, stoppedAt: at === undefined ? null : new Date(at).toISOString() };
    });
    return c.json({ stops }, 200);
  });
