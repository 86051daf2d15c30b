import { callerOf } from "../../http/caller-of.ts";
import { confirmation } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, defineRoute } from "../../http/route.ts";
import { engineFor, enter } from "../enter.ts";
import { proofGone, wasAskedHere } from "../proof-asked.ts";
import { tokenOf } from "../proof.ts";
import { countTry } from "../tries.ts";
import { useProof } from "../use-proof.ts";

const route = defineRoute(
  { who: "anyone", limit: "secret", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/confirmations",
    operationId: "confirmEmail",
    summary: "Confirms an address",
    request: body(confirmation),
    responses: { 204: { description: "The address is confirmed, and this device signed in" } },
  },
);

/** Whoever began an account with somebody else's address must not be let in by that person's click. */
export const registerConfirmationsOpen = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { proof, password } = c.req.valid("json");
    const token = tokenOf(proof, "confirm");
    const engine = engineFor(callerOf(c));
    const email = token && (await engine.lookAt({ kind: "confirm", token }));
    if (!token || !email) throw proofGone();
    if (password !== undefined) await countTry(callerOf(c), email);
    const isTheirs =
      password === undefined
        ? await wasAskedHere(callerOf(c), proof)
        : await engine.knowsPassword(email, password);
    if (!isTheirs) {
      throw new ApiError("sign_in_refused", "Enter your password to continue.", {
        hint: "If you did not choose one, ask for a link to sign in with instead.",
      });
    }
    const opened = await useProof(c.get("services"), token, () => engine.confirm(token));
    if (!opened) throw proofGone();
    await enter(callerOf(c), opened);
    return c.body(null, 204);
  });
