import { callerOf } from "../../http/caller-of.ts";
import { signIn } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, defineRoute } from "../../http/route.ts";
import { engineFor, enter } from "../enter.ts";
import { givenEmail } from "../given-email.ts";
import { rememberAsked } from "../proof-asked.ts";
import { countTry, forgiveTries } from "../tries.ts";

const route = defineRoute(
  { who: "anyone", limit: "secret", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/sign-in",
    operationId: "signIn",
    summary: "Signs in with a password",
    request: body(signIn),
    responses: { 204: { description: "Signed in; what was drawn here before is the account's now" } },
  },
);

export const registerSignIn = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { password, ...given } = c.req.valid("json");
    const email = givenEmail(given.email);
    await countTry(callerOf(c), email);
    const engine = engineFor(callerOf(c));
    const answer = await engine.signIn(email, password);
    if (answer === "refused")
      throw new ApiError("sign_in_refused", "Wrong email or password.", {
        hint: "Try again, or let us mail you a link.",
      });
    if (answer === "unconfirmed") {
      await rememberAsked(callerOf(c), engine);
      throw new ApiError(
        "sign_in_refused",
        "This email address isn't confirmed yet. We sent you a new link.",
      );
    }
    await forgiveTries(callerOf(c), email);
    await enter(callerOf(c), answer);
    return c.body(null, 204);
  });
