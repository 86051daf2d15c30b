import { callerOf } from "../../http/caller-of.ts";
import { z } from "@hono/zod-openapi";
import { keyId } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute } from "../../http/route.ts";
import { notFound } from "../../http/errors.ts";
import { requireDevice } from "../../http/require-caller.ts";

const route = defineRoute(
  { who: "account", limit: "write" },
  {
    method: "delete",
    path: "/api/account/keys/{id}",
    operationId: "revokeKey",
    summary: "Revokes an API key",
    request: { params: z.object({ id: keyId }) },
    responses: { 204: { description: "The key opens nothing any more" } },
  },
);

export const registerKeysRevoke = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account } = requireDevice(callerOf(c));
    const { keys, commit } = c.get("services");
    const { id } = c.req.valid("param");
    if ((await keys.byId(id))?.user.id !== account.id) throw notFound("key");
    await commit([keys.revoke(id, account.id)]);
    return c.body(null, 204);
  });
