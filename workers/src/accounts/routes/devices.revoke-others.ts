import { callerOf } from "../../http/caller-of.ts";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { requireDevice } from "../../http/require-caller.ts";
import { pokeTurnAways } from "../poke-turn-aways.ts";

const route = defineRoute(
  { who: "account", limit: "write", banned: "welcome" },
  {
    method: "delete",
    path: "/api/account/devices",
    operationId: "revokeOtherDevices",
    summary: "Signs every other device out",
    responses: { 204: { description: "Every device but this one is signed out" } },
  },
);

export const registerDevicesRevokeOthers = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account, deviceId } = requireDevice(callerOf(c));
    const services = c.get("services");
    await services.commit(services.devices.signOutOthers(account.id, deviceId, Date.now()));
    await pokeTurnAways(services);
    return c.body(null, 204);
  });
