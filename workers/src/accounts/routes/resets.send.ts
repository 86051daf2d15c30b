import { callerOf } from "../../http/caller-of.ts";
import { mailSentView, resetRequest } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { engineFor } from "../enter.ts";
import { givenEmail } from "../given-email.ts";
import { rememberAsked } from "../proof-asked.ts";

const route = defineRoute(
  { who: "anyone", limit: "mail", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/resets",
    operationId: "sendPasswordReset",
    summary: "Mails a link that resets the password",
    request: body(resetRequest),
    responses: {
      202: json(mailSentView, "A letter is on its way, whether the address has an account or not"),
    },
  },
);

export const registerResetsSend = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const email = givenEmail(c.req.valid("json").email);
    const engine = engineFor(callerOf(c));
    await engine.sendReset(email);
    await rememberAsked(callerOf(c), engine);
    return c.json({ sent: true as const }, 202);
  });
