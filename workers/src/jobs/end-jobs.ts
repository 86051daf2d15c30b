/** Cancels what waits or runs for somebody who may have nothing made any more; what was held for it is released. */
import { isOver } from "@llamasketch/jobs";
import { cancelJob } from "./cancel-job.ts";
import type { OutboxOutcome } from "../feature.ts";
import type { Ports } from "../ports.ts";

const AT_ONCE = 20;

/** Safe to run again, and by two at once. Whoever was let in again meanwhile keeps what they ask for from then on. */
export async function endJobs(services: Ports, ownerId: string, nowMs: number): Promise<OutboxOutcome> {
  const { accounts, jobs, config } = services;
  if ((await accounts.byId(ownerId))?.bannedAt == null) return "done";
  const rows = await jobs.openOf(ownerId, config.region, AT_ONCE);
  for (const row of rows) if (!isOver(row)) await cancelJob(services, row, nowMs);
  return rows.length < AT_ONCE ? "done" : "more";
}
