import { callerOf } from "../../http/caller-of.ts";
import { accountDelete } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, defineRoute } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { clearCookie } from "../../http/cookies.ts";
import { requireUser } from "../../http/require-caller.ts";
import { pokeTurnAways } from "../poke-turn-aways.ts";

const route = defineRoute(
  { who: "owner", limit: "write", banned: "welcome" },
  {
    method: "post",
    path: "/api/account/delete",
    operationId: "deleteAccount",
    summary: "Deletes the account and everything of it",
    request: body(accountDelete),
    responses: {
      204: { description: "The account is anonymised; sketches, pictures and strokes are deleted next" },
    },
  },
);

const VISITORS_WORD = "delete";

export const registerAccountDelete = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const id = requireUser(callerOf(c));
    const email = c.get("identity")?.account?.email ?? null;
    const { confirm } = c.req.valid("json");
    if (confirm.toLowerCase() !== (email ?? VISITORS_WORD))
      throw new ApiError("bad_request", "That is not what was asked for.", {
        fields: { confirm: email ? "the account's email address" : `the word ${VISITORS_WORD}` },
      });
    const services = c.get("services");
    const { accounts, devices, intake, storage, outbox, commit, pokeOutbox } = services;
    const nowMs = Date.now();
    const outboxId = newId("request");
    await commit([
      ...devices.signOutAll(id, nowMs),
      ...accounts.forget(id, email, nowMs),
      intake.forget(id),
      storage.forget(id),
      outbox.add({ id: outboxId, kind: "purge_user", subject: id, createdAt: nowMs }),
    ]);
    await pokeOutbox(outboxId);
    await pokeTurnAways(services);
    for (const cookie of ["ls_device", "ls_user", "ls_asked"] as const) clearCookie(c, cookie);
    return c.body(null, 204);
  });
