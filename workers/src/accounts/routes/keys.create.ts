import { callerOf } from "../../http/caller-of.ts";
import { API_KEYS_MAX, keyCreate, newKeyView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, conflict, defineRoute, json } from "../../http/route.ts";
import { metaOf } from "../../commit.ts";
import { newKey } from "../api-key.ts";
import { requireDevice } from "../../http/require-caller.ts";

const route = defineRoute(
  { who: "account", limit: "write" },
  {
    method: "post",
    path: "/api/account/keys",
    operationId: "createKey",
    summary: "Makes an API key",
    request: body(keyCreate),
    responses: {
      201: json(newKeyView, "A new key: the only time it is shown whole"),
      ...conflict("As many keys as an account may have"),
    },
  },
);

export const registerKeysCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { account } = requireDevice(callerOf(c));
    const { keys, commit } = c.get("services");
    const { name, scopes } = c.req.valid("json");
    const { id, key, prefix, digest } = await newKey(c.get("services").secrets.tokenKeys);
    const nowMs = Date.now();
    const row = { id, userId: account.id, name, prefix, digest, scopes, createdAt: nowMs };
    const [made] = await commit([keys.add(row, API_KEYS_MAX)]);
    if (metaOf(made)?.changes === 0)
      throw new ApiError("conflict", `An account may have ${API_KEYS_MAX} keys.`, {
        hint: "Revoke one first.",
      });
    const view = { id, name, prefix, scopes, createdAt: new Date(nowMs).toISOString(), usedAt: null, key };
    return c.json(view, 201);
  });
