import { meView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { userViewOf } from "../views.ts";

const route = defineRoute(
  { who: "anyone", limit: "read", banned: "welcome" },
  {
    method: "get",
    path: "/api/me",
    operationId: "getMe",
    summary: "Who is asking",
    responses: { 200: json(meView, "Who is asking, if known") },
  },
);

export const registerMeGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const identity = c.get("identity");
    if (!identity) return c.json({ user: null }, 200);
    const row = identity.person;
    const isSomebody = row && row.linkedTo === null && row.deletedAt === null;
    return c.json({ user: isSomebody ? userViewOf(row, identity.deviceId) : null }, 200);
  });
