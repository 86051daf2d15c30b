import { agentId, hostView } from "@llamasketch/contract";
import { z } from "@hono/zod-openapi";
import type { AppInstance } from "../../http/context.ts";
import { notFound } from "../../http/errors.ts";
import { defineRoute, json } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { hostViewOf } from "../views.ts";

const route = defineRoute(
  { who: "operator", limit: null },
  {
    method: "post",
    path: "/api/operator/hosts/{id}/revoke",
    operationId: "revokeHost",
    summary: "Shuts a GPU host out",
    request: { params: z.object({ id: agentId }) },
    responses: { 200: json(hostView, "Its credential opens nothing any more, and it is sent away") },
  },
);

export const registerHostsRevoke = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { hosts, outbox, commit, pokeOutbox } = c.get("services");
    const { id } = c.req.valid("param");
    if (!(await hosts.byId(id))) throw notFound("host");
    const nowMs = Date.now();
    const outboxId = newId("request");
    await commit([
      hosts.revoke(id, nowMs),
      outbox.add({ id: outboxId, kind: "revoke_host", subject: id, createdAt: nowMs }),
    ]);
    await pokeOutbox(outboxId);
    const row = await hosts.byId(id);
    if (!row) throw notFound("host");
    return c.json(hostViewOf(row), 200);
  });
