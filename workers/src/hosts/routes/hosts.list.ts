import { agentId, hostsView } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { hostViewOf } from "../views.ts";

const PAGE = 100;

const route = defineRoute(
  { who: "operator", limit: null },
  {
    method: "get",
    path: "/api/operator/hosts",
    operationId: "listHosts",
    summary: "Lists the GPU hosts that may dial in",
    request: { query: z.object({ cursor: agentId.optional() }) },
    responses: { 200: json(hostsView, "GPU hosts that were ever let in, the oldest first") },
  },
);

export const registerHostsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { cursor = "" } = c.req.valid("query");
    const rows = await c.get("services").hosts.page(cursor, PAGE + 1);
    const page = rows.slice(0, PAGE);
    return c.json(
      { hosts: page.map(hostViewOf), nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null },
      200,
    );
  });
