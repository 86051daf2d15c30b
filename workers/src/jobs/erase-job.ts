/** What a job was is removed, its bytes first: that it was, and what it cost, stays. */
import { JOB_LEASE_MS } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { isOver } from "@llamasketch/jobs";
import { newId } from "../ids.ts";
import { emptyObject } from "../media/emptied.ts";
import type { Ports } from "../ports.ts";
import { cancelJob } from "./cancel-job.ts";
import { jobPrefix } from "../media/job-keys.ts";

const AT_ONCE = 20;
/** Tickets end on a whole second, by the clock of another machine. */
const TICKET_GRACE_MS = 60_000;

/** One that has ended. Safe to run again; whatever addresses of it were signed open nothing from now on. */
export async function eraseJob(
  { jobs, media, outbox, storage, commit }: Ports,
  row: JobRow,
  nowMs: number,
): Promise<void> {
  const ticketsEndMs = (row.beganAt ?? 0) + JOB_LEASE_MS[row.class] + TICKET_GRACE_MS;
  const { objects } = await media.list({ prefix: jobPrefix(row.id) });
  const keys = objects.map(({ key }) => key);
  const isTicketed = nowMs < ticketsEndMs;
  // A place that is taken stays closed to whoever has a ticket for it; an empty object is nobody's picture.
  if (isTicketed) await Promise.all(keys.map((key) => emptyObject(media, key)));
  else if (keys.length > 0) await media.delete(keys);
  const tidy = { kind: "purge_job_runs", subject: row.id, createdAt: nowMs, dueAt: ticketsEndMs } as const;
  await commit([
    storage.erasingJob(row.id),
    ...jobs.erase(row.id),
    ...(isTicketed ? [outbox.add({ id: newId("request"), ...tidy })] : []),
  ]);
}

/** All of somebody who is gone, a part at a time: true when there may be more. */
export async function eraseJobsOf(services: Ports, ownerId: string, nowMs: number): Promise<boolean> {
  const { jobs, commit } = services;
  const rows = await jobs.unerased(ownerId, AT_ONCE);
  for (const row of rows) {
    if (!isOver(row)) await cancelJob(services, row, nowMs);
    await eraseJob(services, row, nowMs);
  }
  if (rows.length === AT_ONCE) return true;
  await commit([jobs.forgetKeys(ownerId)]);
  return false;
}
