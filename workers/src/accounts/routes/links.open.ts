import { callerOf } from "../../http/caller-of.ts";
import { linkOpen } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute } from "../../http/route.ts";
import { engineFor, enter } from "../enter.ts";
import { proofGone } from "../proof-asked.ts";
import { tokenOf } from "../proof.ts";

const route = defineRoute(
  { who: "anyone", limit: "secret", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/links/open",
    operationId: "openSignInLink",
    summary: "Signs in by a mailed link",
    request: body(linkOpen),
    responses: { 204: { description: "Signed in; what was drawn here before is the account's now" } },
  },
);

export const registerLinksOpen = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const token = tokenOf(c.req.valid("json").proof, "link");
    const opened = token === null ? null : await engineFor(callerOf(c)).openLink(token);
    if (!opened) throw proofGone();
    await enter(callerOf(c), opened);
    return c.body(null, 204);
  });
