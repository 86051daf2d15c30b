import { callerOf } from "../../http/caller-of.ts";
import { deviceList } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { requireDevice } from "../../http/require-caller.ts";

const route = defineRoute(
  { who: "account", limit: "read", banned: "welcome" },
  {
    method: "get",
    path: "/api/account/devices",
    operationId: "listDevices",
    summary: "Where the account is signed in",
    responses: { 200: json(deviceList, "Where the account is signed in") },
  },
);

export const registerDevicesList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account, deviceId } = requireDevice(callerOf(c));
    const rows = await c.get("services").devices.ofUser(account.id, Date.now());
    const devices = rows.map(({ id, name, createdAt, seenAt }) => ({
      id,
      name,
      createdAt: new Date(createdAt).toISOString(),
      seenAt: new Date(seenAt).toISOString(),
      current: id === deviceId,
    }));
    return c.json({ devices }, 200);
  });
