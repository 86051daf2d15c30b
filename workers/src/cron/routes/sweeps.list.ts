import { adminSweepList } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";

const route = defineRoute(
  { who: "moderator", limit: "read" },
  {
    method: "get",
    path: "/api/admin/sweeps",
    operationId: "listSweeps",
    summary: "How the minute's sweeps went",
    responses: { 200: json(adminSweepList, "The last run of each sweep") },
  },
);

export const registerAdminSweepsList = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { sweeps, sweepRuns } = c.get("services");
    const runs = new Map((await sweepRuns.all()).map((row) => [row.name, row]));
    const lines = Object.keys(sweeps).map((name) => {
      const run = runs.get(name);
      return {
        name,
        beganAt: run ? new Date(run.beganAt).toISOString() : null,
        tookMs: run?.tookMs ?? null,
        result: run?.result ?? null,
        lastError: run?.lastError ?? null,
      };
    });
    return c.json({ sweeps: lines }, 200);
  });
