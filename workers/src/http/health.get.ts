import { healthView } from "@llamasketch/contract";
import type { AppInstance } from "./context.ts";
import { defineRoute, json } from "./route.ts";

const route = defineRoute(
  { who: "nobody", limit: null },
  {
    method: "get",
    path: "/api/health",
    operationId: "getHealth",
    summary: "Says whether the Worker answers",
    responses: { 200: json(healthView, "The Worker answers") },
  },
);

export const registerHealthGet = (app: AppInstance) =>
  app.openapi(route, (c) => c.json({ ok: true, version: "0.1.0" }, 200));
