/** What somebody had made in the queue who is gone: ended, its bytes and words removed. */
import { isOver } from "@llamasketch/jobs";
import type { Services } from "../services.ts";
import { cancelJob } from "./cancel-job.ts";
import { jobPrefix } from "./job-keys.ts";

const AT_ONCE = 20;

/** True when there may be more. Safe to run again. */
export async function eraseJobs(services: Services, ownerId: string, nowMs: number): Promise<boolean> {
  const { jobs, media, commit } = services;
  const rows = await jobs.unerased(ownerId, AT_ONCE);
  for (const row of rows) {
    if (!isOver(row)) await cancelJob(services, row, nowMs);
    const { objects } = await media.list({ prefix: jobPrefix(row.id) });
    if (objects.length > 0) await media.delete(objects.map(({ key }) => key));
    await commit(jobs.erase(row.id));
  }
  return rows.length === AT_ONCE;
}
