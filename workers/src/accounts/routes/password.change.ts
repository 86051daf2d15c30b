import { callerOf } from "../../http/caller-of.ts";
import { passwordChange } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, defineRoute } from "../../http/route.ts";
import { engineFor } from "../enter.ts";
import { requireDevice } from "../../http/require-caller.ts";
import { countTry } from "../tries.ts";
import { pokeTurnAways } from "../poke-turn-aways.ts";

const route = defineRoute(
  { who: "account", limit: "secret" },
  {
    method: "post",
    path: "/api/account/password",
    operationId: "changePassword",
    summary: "Changes the password",
    request: body(passwordChange),
    responses: {
      204: {
        description:
          "The password is changed, every other device signed out, and keys revoked unless they were to stay",
      },
    },
  },
);

export const registerPasswordChange = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account, deviceId } = requireDevice(callerOf(c));
    const services = c.get("services");
    const { current, next, revokeKeys } = c.req.valid("json");
    if (current !== undefined) await countTry(callerOf(c), account.email ?? "");
    const engine = engineFor(callerOf(c));
    const isProved =
      !(await engine.hasPassword(account.id)) ||
      (current !== undefined && (await engine.knowsPassword(account.email ?? "", current)));
    if (!isProved)
      throw new ApiError("sign_in_refused", "Wrong current password.", {
        fields: { current: "not the present password" },
      });
    await engine.setPassword(account.id, next);
    await services.commit([
      ...services.devices.signOutOthers(account.id, deviceId, Date.now()),
      ...(revokeKeys ? [services.keys.revokeAll(account.id)] : []),
    ]);
    await pokeTurnAways(services);
    return c.body(null, 204);
  });
