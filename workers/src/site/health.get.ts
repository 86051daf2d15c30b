import { callerOf } from "../http/caller-of.ts";
import { errorBody, healthView } from "@llamasketch/contract";
import { requireBearer } from "../http/bearer.ts";
import type { AppInstance } from "../http/context.ts";
import { defineRoute, json } from "../http/route.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/health",
    operationId: "getHealth",
    summary: "Says whether the Worker answers",
    responses: {
      200: json(healthView, "The Worker answers; to an operator, with their token, also what is off"),
      401: json(errorBody, "This token is not an operator's"),
      429: json(errorBody, "Too many wrong tokens came from there"),
    },
  },
);

export const registerHealthGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { secrets, off } = c.get("services");
    const health = { ok: true, version: "0.1.0" };
    if (c.req.header("authorization") === undefined) return c.json(health, 200);
    await requireBearer(callerOf(c), secrets.operatorTokens);
    return c.json({ ...health, off }, 200);
  });
