/** Hands a job to its region's dispatcher. Safe to run again and at any time: the row says whether it still waits. */
import type { Ports } from "../ports.ts";
import type { OutboxOutcome } from "../feature.ts";

export async function dispatchJob({ jobs, dispatcher }: Ports, jobId: string): Promise<OutboxOutcome> {
  const job = await jobs.briefOf(jobId);
  if (job?.state === "queued") await dispatcher(job.region).enqueueJob(job);
  return "done";
}
