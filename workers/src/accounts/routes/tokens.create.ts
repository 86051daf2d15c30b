import { callerOf } from "../../http/caller-of.ts";
import { ACCESS_TOKEN_MS, accessTokenView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { requireDevice } from "../../http/require-caller.ts";

const route = defineRoute(
  { who: "account", limit: "write" },
  {
    method: "post",
    path: "/api/account/tokens",
    operationId: "createToken",
    summary: "Makes a short-lived token",
    responses: { 201: json(accessTokenView, "A short-lived token for the header `authorization: Bearer …`") },
  },
);

export const registerTokensCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account, deviceId } = requireDevice(callerOf(c));
    const nowMs = Date.now();
    const token = await c.get("services").accessTokens.sign(account.id, deviceId, nowMs);
    return c.json({ token, expiresAt: new Date(nowMs + ACCESS_TOKEN_MS).toISOString() }, 201);
  });
