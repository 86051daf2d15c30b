import { adminFigures } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";
import { firstIdAt } from "../../ids.ts";

const DAY_MS = 86_400_000;

const route = defineRoute(
  { who: "moderator", limit: "heavy" },
  {
    method: "get",
    path: "/api/admin/figures",
    operationId: "getFigures",
    summary: "Figures of today",
    responses: { 200: json(adminFigures, "Totals, and today's activity") },
  },
);

export const registerAdminFigures = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { people, dispatcher, config } = c.get("services");
    const dayBeganMs = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    const [counted, { hosts, waiting }] = await Promise.all([
      people.figures(dayBeganMs, firstIdAt("sketch", dayBeganMs)),
      dispatcher(config.region).overview(),
    ]);
    const live = hosts.reduce((sum, { sessions }) => sum + sessions, 0);
    const connected = hosts.filter((host) => host.connected).length;
    return c.json({ ...counted, hosts: connected, live, waiting }, 200);
  });
