/** Removes what runs stored that no result names: of runs that failed, were cancelled or came too late. */
import type { Ports } from "../ports.ts";
import { jobPrefix } from "../media/job-keys.ts";
import type { OutboxOutcome } from "../feature.ts";

const AT_ONCE = 500;

export async function purgeJobRuns(services: Ports, jobId: string): Promise<OutboxOutcome> {
  const { jobs, jobKinds, media } = services;
  const row = await jobs.byId(jobId);
  if (row) await jobKinds[row.kind]?.tidy(services, row);
  const results = await jobs.resultsOf([jobId]);
  const kept = new Set(
    results.flatMap(({ objectKey, markedKey, thumbnailKey }) => [objectKey, markedKey, thumbnailKey]),
  );
  const { objects, truncated } = await media.list({ prefix: jobPrefix(jobId), limit: AT_ONCE });
  const strays = objects.map(({ key }) => key).filter((key) => !kept.has(key));
  if (strays.length > 0) await media.delete(strays);
  return truncated ? "more" : "done";
}
