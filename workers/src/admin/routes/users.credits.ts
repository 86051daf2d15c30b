import { callerOf } from "../../http/caller-of.ts";
import { adminCredits, creditsView, errorBody } from "@llamasketch/contract";
import { CAUSES, amount } from "@llamasketch/ledger";
import type { AppInstance } from "../../http/context.ts";
import { ApiError } from "../../http/errors.ts";
import { body, conflict, defineRoute, json } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { balanceOf } from "../../ledger/balance.ts";
import { LedgerError, commitLedger } from "../../ledger/commit-ledger.ts";
import { audited, personParams, requireBelow, requirePerson } from "../staff.ts";

const route = defineRoute(
  { who: "admin", limit: "write" },
  {
    method: "post",
    path: "/api/admin/users/{id}/credits",
    operationId: "adjustUserCredits",
    summary: "Adjusts a user's credits",
    request: { ...personParams, ...body(adminCredits) },
    responses: {
      200: json(creditsView.omit({ free: true }), "Put right; the same ticket again changes nothing"),
      402: json(errorBody, "There are not so many to take"),
      ...conflict("This ticket was for something else"),
    },
  },
);

export const registerAdminUsersCredits = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const { ledger } = services;
    const person = await requirePerson(callerOf(c), c.req.valid("param").id);
    requireBelow(callerOf(c), person);
    const { units, ticket, reason } = c.req.valid("json");
    const nowMs = Date.now();
    await services.commit([ledger.addHolder(person.id, newId("holder"), nowMs)]);
    const holderId = await ledger.holderId(person.id);
    if (!holderId) throw new Error("a holder is missing after it was made");
    const command = {
      id: CAUSES.operator(ticket),
      holderId,
      amount: amount("credit", Math.abs(units)),
      reference: null,
      atMs: nowMs,
    };
    try {
      await commitLedger(services, [
        audited(
          callerOf(c),
          "adjust_credits",
          person.id,
          reason,
          { units, ticket },
          { operation: command.id, isSaid: false },
        ),
        ...ledger.say(
          units > 0
            ? { ...command, kind: "adjust_in", bucketExpiresAtMs: null }
            : { ...command, kind: "adjust_out" },
        ),
      ]);
    } catch (error) {
      if (error instanceof LedgerError && error.refusal === "id_reused") throw otherwiseUsed();
      throw error;
    }
    return c.json(await balanceOf(services, person.id, nowMs), 200);
  });

const otherwiseUsed = (): ApiError =>
  new ApiError("conflict", "This ticket was used for something else.", {
    hint: "Look at the audit of this person, then take another name for it.",
  });
