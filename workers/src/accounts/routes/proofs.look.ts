import { callerOf } from "../../http/caller-of.ts";
import { proofLook, proofView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { engineFor } from "../enter.ts";
import { proofGone, wasAskedHere } from "../proof-asked.ts";
import { readProof } from "../proof.ts";

const route = defineRoute(
  { who: "nobody", limit: "secret" },
  {
    method: "post",
    path: "/api/account/proofs/look",
    operationId: "lookAtProof",
    summary: "Says what a mailed link is for",
    request: body(proofLook),
    responses: {
      200: json(
        proofView,
        "Whose mailed link this is, and whether this browser asked for it; it is not used up",
      ),
    },
  },
);

export const registerProofsLook = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { proof: text } = c.req.valid("json");
    const proof = readProof(text);
    const email = proof && (await engineFor(callerOf(c)).lookAt(proof));
    if (!email) throw proofGone();
    return c.json({ email, here: await wasAskedHere(callerOf(c), text) }, 200);
  });
