import { reset } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute } from "../../http/route.ts";
import { engineFor, enter } from "../enter.ts";
import { proofGone } from "../proof-asked.ts";
import { tokenOf } from "../proof.ts";

const route = defineRoute(
  { who: "anyone", limit: "secret" },
  {
    method: "post",
    path: "/api/account/resets/open",
    operationId: "resetPassword",
    summary: "Sets a new password by a mailed link",
    request: body(reset),
    responses: {
      204: { description: "The password is changed, every other device signed out, this one in" },
    },
  },
);

export const registerResetsOpen = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { proof, password } = c.req.valid("json");
    const token = tokenOf(proof, "reset");
    const opened = token === null ? null : await engineFor(c).reset(token, password);
    if (!opened) throw proofGone();
    await enter(c, opened);
    return c.body(null, 204);
  });
