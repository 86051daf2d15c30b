import { callerOf } from "../../http/caller-of.ts";
import { accountPatch, userView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { requireDevice } from "../../http/require-caller.ts";
import { userViewOf } from "../views.ts";

const route = defineRoute(
  { who: "account", limit: "write" },
  {
    method: "patch",
    path: "/api/account",
    operationId: "renameAccount",
    summary: "Renames the account",
    request: body(accountPatch),
    responses: { 200: json(userView, "The account, renamed") },
  },
);

export const registerAccountPatch = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account, deviceId } = requireDevice(callerOf(c));
    const { accounts, commit } = c.get("services");
    const { name } = c.req.valid("json");
    await commit([accounts.rename(account.id, name, Date.now())]);
    return c.json(userViewOf({ ...account, name }, deviceId), 200);
  });
