/** What the desk of queued jobs remembers: which wait, which run and where. A cache of the rows; nothing here is awaited. */
import { JOB_LEASE_MS } from "@llamasketch/contract";
import {
  addJob,
  chargeBegin,
  chargeEnd,
  countRunning,
  createJobQueue,
  createRunClock,
  jobPosition,
  nextJob,
  removeJob,
  type JobPosition,
  type QueuedJob,
} from "@llamasketch/scheduling";
import type { JobFacts } from "@llamasketch/jobs";
import type { JobBrief } from "../jobs/job-rows.ts";
import type { DeskHost, DeskHosts } from "./desk-hosts.ts";
import { ticketOf, type DeskRun, type RunProgress } from "./desk-run.ts";

/** Where a job stands. */
export type JobStanding =
  | ({ state: "queued" } & JobPosition)
  | { state: "running"; progress: RunProgress | null };

/** Last attempt and deadline of what waits. */
interface Waiting {
  attempt: number;
  deadlineMs: number;
}

export class DeskMemory {
  readonly #hosts: DeskHosts;
  readonly #queue = createJobQueue();
  readonly #runs = new Map<string, DeskRun>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(hosts: DeskHosts) {
    this.#hosts = hosts;
  }

  get counts(): { queued: number; running: number } {
    return { queued: this.#queue.jobs.size, running: this.#runs.size };
  }

  runs(): [string, DeskRun][] {
    return [...this.#runs];
  }

  runsOf(agentId: string): DeskRun[] {
    return [...this.#runs.values()].filter(({ holder }) => holder === agentId);
  }

  run(jobId: string): DeskRun | undefined {
    return this.#runs.get(jobId);
  }

  isStill(jobId: string, run: DeskRun): boolean {
    return this.#runs.get(jobId) === run;
  }

  /** Those whose deadline has passed while they waited. */
  overdue(nowMs: number): string[] {
    return [...this.#waiting].flatMap(([jobId, { deadlineMs }]) => (nowMs < deadlineMs ? [] : [jobId]));
  }

  /** When the next of those that rest may be begun; null when none rests. */
  laterMs(): number | null {
    let laterMs: number | null = null;
    for (const { notBeforeMs } of this.#queue.later.values())
      laterMs = Math.min(laterMs ?? notBeforeMs, notBeforeMs);
    return laterMs;
  }

  /** What a row says, unless it runs as far as is known. True when it is a run of a host that may have to be waited for. */
  adopt(brief: JobBrief, nowMs: number): boolean {
    if (this.#runs.has(brief.id)) return false;
    const job = ticketOf(brief);
    const { holder, attempt } = brief;
    if (brief.state === "queued") {
      this.#waiting.set(brief.id, { attempt, deadlineMs: brief.deadline });
      addJob(this.#queue, job, nowMs, attempt > 0);
      return false;
    }
    if (brief.state !== "running" || holder === null) return false;
    this.drop(brief.id);
    this.#runs.set(brief.id, {
      ...newRun(job, holder, attempt, brief.beganAt ?? nowMs),
      offer: 0,
      // What it showed before this memory began is not known: it is given as long again.
      clock: createRunClock(nowMs),
    });
    countRunning(this.#queue, job.userId);
    this.#hosts.expect(holder, nowMs);
    return true;
  }

  /** It waits no more. */
  drop(jobId: string): void {
    removeJob(this.#queue, jobId);
    this.#waiting.delete(jobId);
  }

  /** What this host is to begin now, as a run of it: nobody else is offered it from here on. */
  take(host: DeskHost, nowMs: number): { run: DeskRun; was: Waiting } | null {
    const had = this.runsOf(host.agentId);
    const pending = had.filter(({ offer }) => offer === null);
    const room =
      had.length < this.#hosts.jobsAllowed(host, nowMs) && this.#hosts.roomOf(host, pending, nowMs);
    const job = room && nextJob(this.#queue, room, nowMs);
    if (!job) return null;
    const was = this.#waiting.get(job.id) ?? { attempt: 0, deadlineMs: Infinity };
    this.drop(job.id);
    chargeBegin(this.#queue, job, nowMs);
    const run = newRun(job, host.agentId, was.attempt + 1, nowMs);
    this.#runs.set(job.id, run);
    return { run, was };
  }

  /** It runs no more, if this is its run still. `tookMs`: what its owner is charged with in the order of who is next. */
  forget(run: DeskRun, tookMs = 0): void {
    if (!this.isStill(run.job.id, run)) return;
    this.#runs.delete(run.job.id);
    chargeEnd(this.#queue, run.job, tookMs);
  }

  /** It could not be begun: it waits as it did. */
  putBack({ job }: DeskRun, was: Waiting, notBeforeMs: number, nowMs: number): void {
    this.#waiting.set(job.id, was);
    addJob(this.#queue, { ...job, notBeforeMs }, nowMs, true);
  }

  /** A run of it has ended, and it is to be run again. */
  waitAgain({ job }: DeskRun, next: JobFacts, nowMs: number): void {
    this.#waiting.set(job.id, { attempt: next.attempt, deadlineMs: next.deadlineMs });
    addJob(this.#queue, { ...job, avoid: next.failedHosts, notBeforeMs: next.notBeforeMs }, nowMs, true);
  }

  /** Null when it neither waits nor runs here. */
  standing(jobId: string): JobStanding | null {
    const run = this.#runs.get(jobId);
    if (run) return { state: "running", progress: run.progress };
    const job = this.#queue.jobs.get(jobId);
    if (!job) return null;
    const hosts = this.#hosts.forPosition((agentId) =>
      this.runsOf(agentId).reduce((sum, { job: { expectMs } }) => sum + expectMs, 0),
    );
    return { state: "queued", ...jobPosition(this.#queue, job, hosts) };
  }
}

const newRun = (job: QueuedJob, holder: string, attempt: number, beganAtMs: number): DeskRun => ({
  job,
  attempt,
  holder,
  offer: null,
  clock: createRunClock(beganAtMs),
  shownAtMs: -Infinity,
  leaseEndsAtMs: beganAtMs + JOB_LEASE_MS[job.batch ? "batch" : "interactive"],
  progress: null,
  isEnding: false,
});
