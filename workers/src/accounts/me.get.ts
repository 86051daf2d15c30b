import { createRoute } from "@hono/zod-openapi";
import { meView } from "@llamasketch/contract";
import type { AppInstance } from "../http/context.ts";
import { json } from "../http/route.ts";

const route = createRoute({
  method: "get",
  path: "/api/me",
  responses: { 200: json(meView, "Who is asking, if known") },
});

export const registerMeGet = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const userId = c.get("userId");
    const user = userId ? await c.get("services").accounts.byId(userId) : undefined;
    const view = user && {
      id: user.id,
      anonymous: user.kind === "anonymous",
      createdAt: new Date(user.createdAt).toISOString(),
    };
    return c.json({ user: view ?? null }, 200);
  });
