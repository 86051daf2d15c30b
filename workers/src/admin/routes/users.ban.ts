import { callerOf } from "../../http/caller-of.ts";
import { adminBan, adminUserLine } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { pokeTurnAways } from "../../accounts/poke-turn-aways.ts";
import { audited, personParams, requireBelow, requirePerson } from "../staff.ts";
import { userLineOf } from "../views.ts";

/** Whoever draws has drawn within a day. */
const DRAWN_WITHIN_MS = 86_400_000;

const route = defineRoute(
  { who: "moderator", limit: "write" },
  {
    method: "post",
    path: "/api/admin/users/{id}/ban",
    operationId: "banUser",
    summary: "Bans or unbans a user",
    request: { ...personParams, ...body(adminBan) },
    responses: { 200: json(adminUserLine, "Banned: live sockets and queued work end; or let in again") },
  },
);

export const registerAdminUsersBan = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const services = c.get("services");
    const { accounts, devices, outbox, commit, pokeOutbox } = services;
    const person = await requirePerson(callerOf(c), c.req.valid("param").id);
    requireBelow(callerOf(c), person);
    const { banned, reason } = c.req.valid("json");
    const nowMs = Date.now();
    const endId = newId("request");
    await commit([
      audited(
        callerOf(c),
        banned ? "ban" : "unban",
        person.id,
        reason,
        {},
        { person: person.id, isBanned: !banned },
      ),
      accounts.setBanned(person.id, banned, nowMs),
      ...(banned
        ? [
            accounts.turnAwayDrawers(person.id, nowMs - DRAWN_WITHIN_MS, nowMs),
            ...devices.turnAwayAll(person.id, nowMs),
            outbox.add({ id: endId, kind: "end_jobs", subject: person.id, createdAt: nowMs }),
          ]
        : []),
    ]);
    // Only pokes: if they are lost, the sweep finds the entries.
    await pokeTurnAways(services);
    if (banned) await pokeOutbox(endId);
    return c.json(userLineOf(await requirePerson(callerOf(c), person.id)), 200);
  });
