import { isOver } from "@llamasketch/jobs";
import { defineFeature, type JobEnd } from "../feature.ts";
import { poke } from "../outbox/poke.ts";
import { dispatchJob } from "./dispatch-job.ts";
import { endJobs } from "./end-jobs.ts";
import { eraseJobsOf } from "./erase-job.ts";
import type { JobKinds } from "./job-kinds.ts";
import { createJobStore } from "./job-store.ts";
import { purgeJobRuns } from "./purge-job-runs.ts";
import { registerOperatorJobs } from "./routes/operator-jobs.ts";
import { sweepJobs } from "./sweep-jobs.ts";

declare module "../ports.ts" {
  interface Bindings {
    JOBS: Queue<{ outboxId: string }>;
  }
  interface Ports {
    jobs: ReturnType<typeof createJobStore>;
    /** Of all features. */
    jobKinds: JobKinds;
    jobEnds: Readonly<Partial<Record<string, JobEnd>>>;
    /** As `pokeOutbox`, for jobs, which somebody waits for: no purge stands before them. */
    pokeJob(outboxId: string): Promise<void>;
  }
}

export const jobs = defineFeature({
  name: "jobs",
  ports: ({ env, db }) => ({
    jobs: createJobStore(db),
    pokeJob: (outboxId: string) => poke("JOBS", () => env.JOBS.send({ outboxId })),
  }),
  staffRoutes: registerOperatorJobs,
  effects: { dispatch_job: dispatchJob, purge_job_runs: purgeJobRuns, end_jobs: endJobs },
  cron: { jobs: sweepJobs },
  workJudges: {
    job: async (ports, jobId) => {
      const job = await ports.jobs.briefOf(jobId);
      return job !== undefined && !isOver(job);
    },
  },
  statementReferences: { job: { work: "Queued work" } },
  link: ({ jobs }, visitorId, accountId) => [jobs.follow(visitorId, accountId)],
  erase: eraseJobsOf,
});
