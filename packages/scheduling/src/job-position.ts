/** Where a queued job stands, and when it will be done: what a person is told. */
import { isAble, type JobQueue, type JobSkills, type QueuedJob } from "./job-queue.ts";

export interface JobPosition {
  /** Jobs that are begun before it, as things stand. */
  ahead: number;
  /** Until it is done, ms; null while no host that can run it is here. */
  etaMs: number | null;
}

/** A host as far as queued work goes. `slots`: runs at once; `speed`: 1 when jobs take there what is expected, 2 when half of it. */
export interface JobHost extends JobSkills {
  slots: number;
  speed: number;
  /** What it has in hand, ms of its GPU time at the expected speed. */
  busyMs: number;
}

/**
 * Fair turns are counted, not a line: of each user as many jobs go before this one as it has of its own user's before it.
 * Hosts that cannot run it are left out of its time, and so is work that they alone can do.
 */
export function jobPosition(queue: JobQueue, job: QueuedJob, hosts: readonly JobHost[]): JobPosition {
  const own = standing(queue, job);
  const fit = hosts.filter((host) => isAble(host, job));
  const pace = fit.reduce((sum, { slots, speed }) => sum + slots * speed, 0);
  const fastest = fit.reduce((most, { speed }) => Math.max(most, speed), 0);
  let ahead = own.before;
  let workMs = own.workMs + job.expectMs;
  for (const user of queue.users.values()) {
    if (user.id === job.userId) continue;
    let turns = 0;
    for (const line of user.lines.values()) {
      const isFirst = Number(line.batch) - Number(job.batch) || Math.sign(line.priority - job.priority);
      if (isFirst > 0 || !fit.some((host) => isAble(host, line))) continue;
      for (const other of [...line.back.values(), ...line.jobs.values()]) {
        if (isFirst === 0 && turns > own.before) break;
        turns += 1;
        ahead += 1;
        workMs += other.expectMs;
      }
    }
  }
  if (pace === 0) return { ahead, etaMs: null };
  const busyMs = fit.reduce((sum, host) => sum + host.busyMs, 0);
  // What runs alone still takes its own time.
  return { ahead, etaMs: Math.round(Math.max(job.expectMs / fastest, (workMs + busyMs) / pace)) };
}

function standing(queue: JobQueue, job: QueuedJob): { before: number; workMs: number } {
  let before = 0;
  let workMs = 0;
  for (const line of queue.users.get(job.userId)?.lines.values() ?? []) {
    const isFirst = Number(line.batch) - Number(job.batch) || Math.sign(line.priority - job.priority);
    if (isFirst > 0) continue;
    for (const other of [...line.back.values(), ...line.jobs.values()]) {
      if (other.id === job.id || (isFirst === 0 && other.queuedAtMs >= job.queuedAtMs)) continue;
      before += 1;
      workMs += other.expectMs;
    }
  }
  return { before, workMs };
}
