import { callerOf } from "../../http/caller-of.ts";
import { mailSentView, signUp } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { engineFor } from "../enter.ts";
import { givenEmail } from "../given-email.ts";
import { rememberAsked } from "../proof-asked.ts";

const route = defineRoute(
  { who: "anyone", limit: "mail", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/sign-up",
    operationId: "signUp",
    summary: "Makes an account with a password",
    request: body(signUp),
    responses: {
      202: json(
        mailSentView,
        "A letter is on its way; whether the address has an account is said there alone",
      ),
    },
  },
);

export const registerSignUp = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { password, name, email } = c.req.valid("json");
    const engine = engineFor(callerOf(c));
    await engine.signUp(givenEmail(email), password, name);
    await rememberAsked(callerOf(c), engine);
    return c.json({ sent: true as const }, 202);
  });
