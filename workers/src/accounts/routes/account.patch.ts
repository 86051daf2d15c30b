import { createRoute } from "@hono/zod-openapi";
import { accountPatch, userView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, json } from "../../http/route.ts";
import { requireDevice } from "../identity.ts";
import { userViewOf } from "../views.ts";

const route = createRoute({
  method: "patch",
  path: "/api/account",
  request: body(accountPatch),
  responses: { 200: json(userView, "The account, renamed") },
});

export const registerAccountPatch = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account, deviceId } = requireDevice(c);
    const { accounts, commit } = c.get("services");
    const { name } = c.req.valid("json");
    await commit([accounts.rename(account.id, name, Date.now())]);
    return c.json(userViewOf({ ...account, name }, deviceId), 200);
  });
