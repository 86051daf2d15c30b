/** Queued jobs of one region, ready to be handed out. Pure: memory of what the database holds, rebuilt from it. */

export interface QueuedJob {
  id: string;
  userId: string;
  /** Uses idle time alone: never before any that somebody waits for. */
  batch: boolean;
  /** By plan, 0 first to 3 last, as the price list says. */
  priority: number;
  workflow: string;
  /** Only for hosts that can put a visible mark into it. */
  isMarked?: boolean;
  /** Jobs of this user that may run at once. */
  concurrency: number;
  /** GPU time it is expected to take, ms. */
  expectMs: number;
  queuedAtMs: number;
  notBeforeMs: number;
  /** Hosts that failed it; others are tried first. */
  avoid: readonly string[];
}

/** Jobs of one user that compete alike, in the order they came. Those handed back stand before the others. */
export interface JobLine {
  userId: string;
  batch: boolean;
  priority: number;
  workflow: string;
  isMarked: boolean;
  /** How often others were let pass since one of these was begun. */
  passed: number;
  back: Map<string, QueuedJob>;
  jobs: Map<string, QueuedJob>;
}

export interface QueueUser {
  id: string;
  /** GPU time had, ms, on a scale where nobody who comes back is owed for having been away. */
  servedMs: number;
  lastServedAtMs: number;
  running: number;
  queued: number;
  /** Nothing of theirs was begun since they came: nobody is let pass before that. */
  isNew: boolean;
  lines: Map<string, JobLine>;
}

export interface JobQueue {
  users: Map<string, QueueUser>;
  jobs: Map<string, QueuedJob>;
  /** Not to be begun yet. */
  later: Map<string, QueuedJob>;
}

export const createJobQueue = (): JobQueue => ({ users: new Map(), jobs: new Map(), later: new Map() });

/** Adds a job, once. `isBack`: it was begun and handed back, so it stands first. */
export function addJob(queue: JobQueue, job: QueuedJob, nowMs: number, isBack = false): void {
  if (queue.jobs.has(job.id)) return;
  queue.jobs.set(job.id, job);
  if (job.notBeforeMs > nowMs) queue.later.set(job.id, job);
  else standInLine(queue, job, isBack);
}

/** Takes a job out wherever it stands; null when it is not here. */
export function removeJob(queue: JobQueue, id: string): QueuedJob | null {
  const job = queue.jobs.get(id);
  if (!job) return null;
  queue.jobs.delete(id);
  if (queue.later.delete(id)) return job;
  const user = queue.users.get(job.userId);
  const line = user?.lines.get(lineOf(job));
  if (!user || !line) return job;
  line.back.delete(id);
  line.jobs.delete(id);
  if (line.back.size + line.jobs.size === 0) user.lines.delete(lineOf(job));
  user.queued -= 1;
  return job;
}

/** A job that was taken out is begun: its user is charged at once, so that two free hosts do not both serve them first. */
export function chargeBegin(queue: JobQueue, job: QueuedJob, nowMs: number): void {
  const user = userOf(queue, job.userId);
  user.running += 1;
  user.servedMs += job.expectMs;
  user.lastServedAtMs = nowMs;
  user.isNew = false;
}

/** A begun job ended; `tookMs` corrects what was charged: 0 for one that was handed back. */
export function chargeEnd(queue: JobQueue, job: QueuedJob, tookMs: number): void {
  const user = userOf(queue, job.userId);
  user.running = Math.max(0, user.running - 1);
  user.servedMs += tookMs - job.expectMs;
}

/** A job that ran before this memory began still counts among its user's. */
export function countRunning(queue: JobQueue, userId: string): void {
  userOf(queue, userId).running += 1;
}

/** Jobs whose wait is over stand in line; users with nothing here are forgotten. */
export function sweepQueue(queue: JobQueue, nowMs: number): void {
  for (const job of queue.later.values()) {
    if (job.notBeforeMs > nowMs) continue;
    queue.later.delete(job.id);
    standInLine(queue, job, true);
  }
  for (const user of queue.users.values()) {
    const isIdle = user.queued === 0 && user.running === 0;
    if (isIdle && nowMs - user.lastServedAtMs > IDLE_USER_MS) queue.users.delete(user.id);
  }
}

/** Longer than any backoff. */
const IDLE_USER_MS = 600_000;

function standInLine(queue: JobQueue, job: QueuedJob, isBack: boolean): void {
  const user = userOf(queue, job.userId);
  if (user.queued === 0 && user.running === 0) {
    // Whoever was away neither owes nor is owed: they begin where the least served who wait here stand.
    const others = [...queue.users.values()].filter(
      (other) => other !== user && other.queued + other.running > 0,
    );
    const leastMs = others.reduce((least, { servedMs }) => Math.min(least, servedMs), Infinity);
    if (Number.isFinite(leastMs)) user.servedMs = Math.max(user.servedMs, leastMs);
    user.isNew = true;
  }
  user.queued += 1;
  const key = lineOf(job);
  const { userId, batch, priority, workflow, isMarked = false } = job;
  const kind = { userId, batch, priority, workflow, isMarked, passed: 0 };
  const line = user.lines.get(key) ?? { ...kind, back: new Map(), jobs: new Map() };
  user.lines.set(key, line);
  (isBack ? line.back : line.jobs).set(job.id, job);
}

const lineOf = ({ batch, priority, workflow, isMarked = false }: QueuedJob): string =>
  `${Number(batch)}/${priority}/${Number(isMarked)}/${workflow}`;

/** What a host must be able to do for a job. */
export type JobNeed = Pick<QueuedJob, "workflow" | "isMarked">;
export interface JobSkills {
  workflows: ReadonlySet<string>;
  /** It can put a visible mark into pictures. */
  marks?: boolean;
}
export const isAble = ({ workflows, marks = false }: JobSkills, need: JobNeed): boolean =>
  workflows.has(need.workflow) && (marks || need.isMarked !== true);

function userOf(queue: JobQueue, id: string): QueueUser {
  const known = queue.users.get(id);
  if (known) return known;
  const user: QueueUser = {
    id,
    servedMs: 0,
    lastServedAtMs: -Infinity,
    running: 0,
    queued: 0,
    isNew: true,
    lines: new Map(),
  };
  queue.users.set(id, user);
  return user;
}
