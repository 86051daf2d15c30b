import { callerOf } from "../../http/caller-of.ts";
import { keyList, type Scope } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { hasApiAccess } from "../api-access.ts";
import { requireDevice } from "../../http/require-caller.ts";

const route = defineRoute(
  { who: "account", limit: "read" },
  {
    method: "get",
    path: "/api/account/keys",
    operationId: "listKeys",
    summary: "The account's API keys",
    responses: { 200: json(keyList, "The account's keys, without their secrets") },
  },
);

export const registerKeysList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account } = requireDevice(callerOf(c));
    const rows = await c.get("services").keys.ofUser(account.id);
    const keys = rows.map(({ id, name, prefix, scopes, createdAt, usedAt }) => ({
      id,
      name,
      prefix,
      scopes: scopes as Scope[],
      createdAt: new Date(createdAt).toISOString(),
      usedAt: usedAt === null ? null : new Date(usedAt).toISOString(),
    }));
    return c.json({ keys, mediaApi: hasApiAccess(c.get("services").config, account) }, 200);
  });
