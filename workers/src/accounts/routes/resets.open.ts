import { callerOf } from "../../http/caller-of.ts";
import { reset } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute } from "../../http/route.ts";
import { engineFor, enter } from "../enter.ts";
import { proofGone } from "../proof-asked.ts";
import { tokenOf } from "../proof.ts";
import { useProof } from "../use-proof.ts";

const route = defineRoute(
  { who: "anyone", limit: "secret", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/resets/open",
    operationId: "resetPassword",
    summary: "Sets a new password by a mailed link",
    request: body(reset),
    responses: {
      204: {
        description:
          "The password is changed, every other device signed out, keys revoked unless they were to stay, this one in",
      },
    },
  },
);

export const registerResetsOpen = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { proof, password, revokeKeys } = c.req.valid("json");
    const token = tokenOf(proof, "reset");
    const reset = (given: string) =>
      useProof(c.get("services"), given, () => engineFor(callerOf(c)).reset(given, password, revokeKeys));
    const opened = token === null ? null : await reset(token);
    if (!opened) throw proofGone();
    await enter(callerOf(c), opened);
    return c.body(null, 204);
  });
