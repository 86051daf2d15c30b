import { adminOutboxList, adminOutboxQuery } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { outboxEntryOf } from "../../outbox/views.ts";

const PAGE = 50;

const route = defineRoute(
  { who: "admin", limit: "read" },
  {
    method: "get",
    path: "/api/admin/outbox",
    operationId: "listParkedEntries",
    summary: "Effects that failed too often and were set aside",
    request: { query: adminOutboxQuery },
    responses: { 200: json(adminOutboxList, "What is parked, in the order of ids") },
  },
);

export const registerAdminOutboxList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { cursor } = c.req.valid("query");
    const rows = await c.get("services").outbox.parked(cursor ?? null, PAGE + 1);
    const page = rows.slice(0, PAGE);
    const nextCursor = rows.length > PAGE ? (page.at(-1)?.id ?? null) : null;
    return c.json({ entries: page.map(outboxEntryOf), nextCursor }, 200);
  });
