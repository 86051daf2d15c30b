import { jobsWatchView } from "@llamasketch/contract";
import type { AppInstance } from "../../http/context.ts";
import { defineRoute, json } from "../../http/route.ts";

const FAILED = 100;

const route = defineRoute(
  { who: "operator", limit: null },
  {
    method: "get",
    path: "/api/operator/jobs",
    operationId: "getJobs",
    summary: "Queued work",
    responses: { 200: json(jobsWatchView, "Queued work, and what of it failed for good") },
  },
);

/** For the operator: queued work, and what of it failed for good with every run there was. */
export const registerOperatorJobs = (app: AppInstance) =>
  app.openapi(route, async (c) => {
    const { jobs, dispatcher, config } = c.get("services");
    const [counts, failed, remembered] = await Promise.all([
      jobs.counts(config.region),
      jobs.failed(Date.now() + 1, FAILED),
      dispatcher(config.region).jobCounts(),
    ]);
    const runs = await jobs.runsOf(failed.map(({ id }) => id));
    const countOf = (state: string): number => counts.find((row) => row.state === state)?.count ?? 0;
    return c.json(
      {
        queued: countOf("queued"),
        running: countOf("running"),
        remembered: { queued: remembered.queued, running: remembered.running },
        failed: failed.map(({ id, workflow, class: kind, reason, endedAt }) => ({
          id,
          workflow,
          class: kind,
          reason: reason ?? "unknown",
          endedAt: new Date(endedAt ?? 0).toISOString(),
          runs: runs
            .filter((run) => run.jobId === id)
            .map(({ attempt, holder, outcome }) => ({ attempt, holder, outcome })),
        })),
      },
      200,
    );
  });
