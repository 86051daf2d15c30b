import { callerOf } from "../../http/caller-of.ts";
import { linkRequest, mailSentView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { engineFor } from "../enter.ts";
import { givenEmail } from "../given-email.ts";
import { rememberAsked } from "../proof-asked.ts";

const route = defineRoute(
  { who: "anyone", limit: "mail", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/links",
    operationId: "sendSignInLink",
    summary: "Mails a link that signs in",
    request: body(linkRequest),
    responses: {
      202: json(mailSentView, "A link that signs in is on its way; to a new address it makes an account"),
    },
  },
);

export const registerLinksSend = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const email = givenEmail(c.req.valid("json").email);
    const engine = engineFor(callerOf(c));
    await engine.sendLink(email);
    await rememberAsked(callerOf(c), engine);
    return c.json({ sent: true as const }, 202);
  });
