import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { clearCookie } from "../../http/cookies.ts";
import { pokeTurnAways } from "../poke-turn-aways.ts";

const route = defineRoute(
  { who: "anyone", limit: "write", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/sign-out",
    operationId: "signOut",
    summary: "Signs this device out",
    responses: { 204: { description: "This device is signed out; doing it twice is harmless" } },
  },
);

export const registerSignOut = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const identity = c.get("identity");
    const services = c.get("services");
    if (identity?.deviceId) {
      await services.commit(services.devices.signOut(identity.userId, identity.deviceId, Date.now()));
      await pokeTurnAways(services);
    }
    clearCookie(c, "ls_device");
    return c.body(null, 204);
  });
