import { createdHost, newHost } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { body, defineRoute, json } from "../../http/route.ts";
import { newId } from "../../ids.ts";
import { hostViewOf } from "../views.ts";

const route = defineRoute(
  { who: "operator", limit: null },
  {
    method: "post",
    path: "/api/operator/hosts",
    operationId: "createHost",
    summary: "Lets a GPU host dial in",
    request: body(newHost),
    responses: { 201: json(createdHost, "A GPU host may dial in; its credential is shown this once") },
  },
);

export const registerHostsCreate = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { hosts, hostCredentials, commit } = c.get("services");
    const { name } = c.req.valid("json");
    const row = { id: newId("agent"), name, createdAt: Date.now(), revokedAt: null };
    await commit([hosts.add(row)]);
    return c.json({ ...hostViewOf(row), credential: await hostCredentials.sign(row.id) }, 201);
  });
