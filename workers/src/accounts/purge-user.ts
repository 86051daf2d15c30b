/** Removes what somebody made who is gone, a few sketches at a time, for good and at once. */
import { purgeNow } from "../studios/sketch/purge.ts";
import { eraseJobsOf } from "../spine/erase-job.ts";
import { eraseUploadsOf } from "../spine/purge-upload.ts";
import type { Services } from "../services.ts";
import type { OutboxOutcome } from "../spine/outbox-run.ts";

const AT_ONCE = 10;

/** Safe to run again, and by two at once. */
export async function purgeUser(services: Services, userId: string, nowMs: number): Promise<OutboxOutcome> {
  const jobsLeft = await eraseJobsOf(services, userId, nowMs);
  const uploadsLeft = await eraseUploadsOf(services, userId);
  await services.commit([services.webhooks.forgetStops(userId)]);
  const ids = await services.sketches.anyOf(userId, AT_ONCE);
  for (const id of ids) await purgeNow(services, id, nowMs);
  return ids.length < AT_ONCE && !jobsLeft && !uploadsLeft ? "done" : "more";
}
