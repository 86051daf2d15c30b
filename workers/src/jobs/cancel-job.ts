/** A job's owner, or its deadline, ends it: at once, with its hold, at whatever stage it is. */
import type { JobRow } from "@llamasketch/db";
import { cancel, expire } from "@llamasketch/jobs";
import { commitLedger } from "../ledger/commit-ledger.ts";
import type { Ports } from "../ports.ts";
import { factsOf } from "./job-rows.ts";
import { endStatements, pokeEnd } from "./settle-job.ts";

/** The job as it is afterwards: cancelled, unless it had ended before. */
export async function cancelJob(services: Ports, row: JobRow, nowMs: number): Promise<JobRow> {
  const { jobs, storage, dispatcher } = services;
  const next = cancel(factsOf(row));
  if (!next) return row;
  await commitLedger(services, [
    storage.endingJob(row.id, 0),
    jobs.cancel(row.ownerId, row.id, nowMs),
    // Where it ended a moment ago its hold has ended too, and stays as it is.
    ...endStatements(services, row, next, nowMs),
  ]);
  await pokeEnd(services, row);
  // So that its host stops; if this is lost, what it makes means nothing.
  await dispatcher(row.region)
    .dropJob(row.id)
    .catch(() => undefined);
  return (await jobs.byId(row.id)) ?? row;
}

/** What waited longer than anything waits. False when it was begun, or is over, or has time. */
export async function expireJob(services: Ports, jobId: string, nowMs: number): Promise<boolean> {
  const { jobs, storage } = services;
  const row = await jobs.byId(jobId);
  const next = row && expire(factsOf(row), nowMs);
  if (!next) return false;
  // Past its deadline nobody can begin it: it stays queued until this.
  await commitLedger(services, [
    storage.endingJob(jobId, 0),
    jobs.expire(jobId, next, nowMs),
    ...endStatements(services, row, next, nowMs),
  ]);
  await pokeEnd(services, row);
  return true;
}
