import { callerOf } from "../../http/caller-of.ts";
import { z } from "@hono/zod-openapi";
import { deviceId as deviceIdSchema } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { notFound } from "../../http/errors.ts";
import { requireDevice } from "../../http/require-caller.ts";
import { pokeTurnAways } from "../poke-turn-aways.ts";

const route = defineRoute(
  { who: "account", limit: "write", banned: "welcome" },
  {
    method: "delete",
    path: "/api/account/devices/{id}",
    operationId: "revokeDevice",
    summary: "Signs a device out",
    request: { params: z.object({ id: deviceIdSchema }) },
    responses: { 204: { description: "Signed out; its live sockets end" } },
  },
);

export const registerDevicesRevoke = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account } = requireDevice(callerOf(c));
    const services = c.get("services");
    const { id } = c.req.valid("param");
    const found = await services.devices.byId(id, 0);
    if (found?.user.id !== account.id) throw notFound("device");
    await services.commit(services.devices.signOut(account.id, id, Date.now()));
    await pokeTurnAways(services);
    return c.body(null, 204);
  });
