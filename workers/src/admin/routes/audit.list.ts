import { adminAuditQuery, auditList } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { auditLineOf } from "../views.ts";

const PAGE = 50;

const route = defineRoute(
  { who: "admin", limit: "read" },
  {
    method: "get",
    path: "/api/admin/audit",
    operationId: "listAudit",
    summary: "What the staff did",
    request: { query: adminAuditQuery },
    responses: { 200: json(auditList, "What the staff did, newest first") },
  },
);

export const registerAdminAuditList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const rows = await c.get("services").audit.list(c.req.valid("query"), PAGE + 1);
    const page = rows.slice(0, PAGE);
    const nextCursor = rows.length > PAGE ? (page.at(-1)?.id ?? null) : null;
    return c.json({ lines: page.map(auditLineOf), nextCursor }, 200);
  });
