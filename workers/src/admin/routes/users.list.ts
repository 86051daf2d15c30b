import { adminUserList, adminUserQuery } from "@llamasketch/contract";
import { normalEmail } from "../../accounts/email-address.ts";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { userLineOf } from "../views.ts";

const PAGE = 50;

const route = defineRoute(
  { who: "moderator", limit: "read" },
  {
    method: "get",
    path: "/api/admin/users",
    operationId: "listUsers",
    summary: "Looks for people",
    request: { query: adminUserQuery },
    responses: { 200: json(adminUserList, "People, newest first; those that were looked for") },
  },
);

export const registerAdminUsersList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { q, cursor } = c.req.valid("query");
    const query = q && (q.startsWith("usr_") ? q : (normalEmail(q) ?? q.toLowerCase()));
    const rows = await c.get("services").people.list({ query, cursor }, PAGE + 1);
    const page = rows.slice(0, PAGE);
    const nextCursor = rows.length > PAGE ? (page.at(-1)?.id ?? null) : null;
    return c.json({ users: page.map(userLineOf), nextCursor }, 200);
  });
