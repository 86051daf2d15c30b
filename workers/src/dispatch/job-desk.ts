/**
 * Queued jobs in a dispatcher's memory: who asks, what waits, who has what. A cache of the jobs' rows, rebuilt from them;
 * who runs next is `packages/scheduling`, what becomes of a run `packages/jobs` through the spine.
 */
import { HEARTBEAT_LOST_MS, JOB_LEASE_MS, type JobFromAgent, type JobToAgent } from "@llamasketch/contract";
import { isOver, type JobFacts } from "@llamasketch/jobs";
import {
  addJob,
  chargeBegin,
  chargeEnd,
  countRunning,
  createJobQueue,
  jobPosition,
  nextJob,
  removeJob,
  type JobPosition,
  type QueuedJob,
} from "@llamasketch/scheduling";
import { log } from "../log.ts";
import type { Services } from "../services.ts";
import { expireJob } from "../spine/cancel-job.ts";
import { offerOf } from "../spine/job-offer.ts";
import type { JobBrief } from "../spine/job-store.ts";
import { settleRun, type RunEnd } from "../spine/settle-job.ts";
import { DeskHosts, type DeskHost } from "./desk-hosts.ts";
import { progressOf, runOf, ticketOf, type DeskRun, type RunProgress } from "./desk-run.ts";
import { loadJobs } from "./load-jobs.ts";
import { JobWatchers, eventText } from "./job-watchers.ts";

type Said<T extends JobFromAgent["type"]> = Extract<JobFromAgent, { type: T }>;
type End = Said<"job_done" | "job_failed" | "job_returned">;

/** A lease that ended is given this much more, for an end that is on its way. */
const LEASE_GRACE_MS = 15_000;
const RETRY_MS = 1000;
const POSITIONS_EVERY_MS = 4000;
/** Each is reckoned anew. */
const POSITIONS_AT_ONCE = 50;

export interface DeskPorts {
  send(agentId: string, message: JobToAgent): void;
  /** `tick` is called then, or before. */
  wakeAt(atMs: number): void;
}

/** Where a job stands. */
type JobStanding = ({ state: "queued" } & JobPosition) | { state: "running"; progress: RunProgress | null };

export class JobDesk {
  readonly #services: Services;
  readonly #region: string;
  readonly #send: DeskPorts["send"];
  readonly #wakeIn: (ms: number) => void;
  readonly #queue = createJobQueue();
  readonly #hosts = new DeskHosts();
  readonly #runs = new Map<string, DeskRun>();
  /** Last attempt and deadline of what waits. */
  readonly #known = new Map<string, { attempt: number; deadlineMs: number }>();
  /** Their rows could not be read. */
  readonly #unsure = new Set<string>();
  readonly watchers = new JobWatchers();
  #loading: Promise<void> | null = null;
  #isLoaded = false;
  #isStopped = false;
  #toldPositionsAtMs = 0;

  constructor(services: Services, ports: DeskPorts) {
    this.#services = services;
    this.#region = services.config.region;
    this.#send = ports.send;
    this.#wakeIn = (ms) => ports.wakeAt(Date.now() + ms);
  }

  /** Resolves when it is known what runs; what waits comes in by pages behind it. */
  ready(): Promise<void> {
    this.#loading ??= loadJobs(this.#services.jobs, this.#region, {
      running: (briefs) => {
        for (const brief of briefs) this.#adopt(brief);
        this.#isLoaded = true;
        for (const host of this.#hosts.all()) this.#reconcile(host);
      },
      queued: (briefs) => {
        for (const brief of briefs) this.#adopt(brief);
        this.#pump();
      },
    }).catch((error: unknown) => {
      this.#loading = null;
      log("error", "jobs_not_loaded", { region: this.#region }, error);
      throw error;
    });
    return this.#loading;
  }

  setStopped(isStopped: boolean): void {
    this.#isStopped = isStopped;
    this.#pump();
  }

  connected(agentId: string): void {
    this.#hosts.connected(agentId);
    for (const run of this.#runs.values()) if (run.holder === agentId && run.offer !== null) run.offer = 0;
  }

  disconnected(agentId: string): void {
    this.#hosts.disconnected(agentId, Date.now());
    if ([...this.#runs.values()].some(({ holder }) => holder === agentId)) this.#wakeIn(HEARTBEAT_LOST_MS);
  }

  async onMessage(agentId: string, message: JobFromAgent): Promise<void> {
    const host = this.#hosts.of(agentId);
    if (message.type === "job_ask") {
      this.#hosts.asked(host, message, Date.now());
      // Behind a failure the next ask, or the sweep, tries again.
      await this.ready().catch(() => undefined);
      this.#reconcile(host);
      return this.#pump();
    }
    // What ended is said again until it is settled.
    await this.ready().catch(() => undefined);
    if (!this.#isLoaded) return;
    const run = this.#runs.get(message.job);
    const isPresent = run?.holder === agentId && run.attempt === message.attempt;
    switch (message.type) {
      case "job_progress":
      case "job_preview":
        if (isPresent && message.type === "job_progress") run.progress = progressOf(message);
        if (isPresent) this.watchers.tell(message.job, message);
        else this.#send(agentId, { type: "job_cancel", ...runOf(message) });
        return;
      case "job_done":
      case "job_failed":
      case "job_returned":
        if (run && isPresent) return this.#onEnd(host, run, message);
        return this.#send(agentId, { type: "job_settled", ...runOf(message) });
    }
  }

  /** A job that waits, or is thought to. Known ones are passed over. */
  async enqueue(brief: JobBrief): Promise<void> {
    await this.ready();
    this.#adopt(brief);
    this.#pump();
  }

  /** Its owner wants it no more. */
  drop(jobId: string): void {
    removeJob(this.#queue, jobId);
    this.#known.delete(jobId);
    const run = this.#runs.get(jobId);
    this.watchers.end(jobId, "cancelled");
    if (!run || run.isEnding) return;
    this.#send(run.holder, { type: "job_cancel", job: jobId, attempt: run.attempt });
    this.#forget(jobId, run);
    this.#pump();
  }

  /** A stream of what becomes of it; null when it has enough. */
  watch(jobId: string): ReadableStream<Uint8Array> | null {
    const { state, ...about } = this.standing(jobId) ?? { state: "queued", ahead: null, etaMs: null };
    const stream = this.watchers.open(jobId, eventText(state, about));
    // It may have ended before the stream was there to hear of it.
    void this.#services.jobs.briefOf(jobId).then(
      (brief) => {
        if (!brief || isOver(brief)) this.watchers.end(jobId, brief?.state ?? "cancelled");
      },
      () => undefined,
    );
    return stream;
  }

  /** Where a job stands; null when it neither waits nor runs here. */
  standing(jobId: string): JobStanding | null {
    const run = this.#runs.get(jobId);
    if (run) return { state: "running", progress: run.progress };
    const job = this.#queue.jobs.get(jobId);
    if (!job) return null;
    const runs = [...this.#runs.values()];
    const hosts = this.#hosts.forPosition((agentId) =>
      runs.reduce((sum, run) => sum + (run.holder === agentId ? run.job.expectMs : 0), 0),
    );
    return { state: "queued", ...jobPosition(this.#queue, job, hosts) };
  }

  workflows(): string[] {
    return this.#hosts.workflows();
  }

  counts(): { queued: number; running: number; loaded: boolean } {
    return { queued: this.#queue.jobs.size, running: this.#runs.size, loaded: this.#isLoaded };
  }

  /** Time passed: hosts that stayed away, leases that ended, waits that are over. */
  async tick(): Promise<void> {
    if (!this.#isLoaded) return;
    const nowMs = Date.now();
    for (const [jobId, run] of this.#runs) {
      if (run.isEnding || run.offer === null) continue;
      if (this.#hosts.isLost(run.holder, nowMs)) await this.#end(jobId, run, { kind: "lost" });
      else if (nowMs > run.leaseEndsAtMs + LEASE_GRACE_MS) {
        this.#send(run.holder, { type: "job_cancel", job: jobId, attempt: run.attempt });
        await this.#end(jobId, run, { kind: "failed", reason: "timeout" });
      } else if (this.#hosts.isAway(run.holder)) this.#wakeIn(HEARTBEAT_LOST_MS);
    }
    // A copy: who cannot be read again is put back while this walks.
    const asked = [...this.#unsure];
    for (const jobId of asked) await this.#lookAgain(jobId);
    this.#hosts.forgetLost(nowMs);
    this.#pump();
    this.#tellPositions(nowMs);
  }

  /** Those who watch a job that waits hear where it stands. */
  #tellPositions(nowMs: number): void {
    if (nowMs < this.#toldPositionsAtMs + POSITIONS_EVERY_MS) return;
    this.#toldPositionsAtMs = nowMs;
    for (const jobId of this.watchers.watched.slice(0, POSITIONS_AT_ONCE)) {
      const standing = this.standing(jobId);
      if (standing?.state === "queued") this.watchers.tell(jobId, { type: "waiting", ...standing });
    }
  }

  /** Once a minute: what the rows say and this memory does not, and what waited too long. */
  async sweep(): Promise<void> {
    await this.ready();
    for (const brief of await this.#services.jobs.running(this.#region)) this.#adopt(brief);
    const nowMs = Date.now();
    for (const [jobId, { deadlineMs }] of this.#known) {
      if (nowMs < deadlineMs || !(await expireJob(this.#services, jobId, nowMs))) continue;
      removeJob(this.#queue, jobId);
      this.#known.delete(jobId);
      this.watchers.end(jobId, "failed");
    }
    await this.tick();
  }

  /** What a row says, unless it is known. */
  #adopt(brief: JobBrief): void {
    if (this.#runs.has(brief.id)) return;
    const job = ticketOf(brief);
    if (brief.state === "queued") {
      this.#known.set(brief.id, { attempt: brief.attempt, deadlineMs: brief.deadline });
      addJob(this.#queue, job, Date.now(), brief.attempt > 0);
    } else if (brief.state === "running" && brief.holder !== null) {
      removeJob(this.#queue, brief.id);
      this.#known.delete(brief.id);
      const beganAtMs = brief.beganAt ?? Date.now();
      const leaseEndsAtMs = beganAtMs + JOB_LEASE_MS[brief.class];
      const { holder, attempt } = brief;
      this.#runs.set(brief.id, {
        job,
        attempt,
        holder,
        offer: 0,
        beganAtMs,
        leaseEndsAtMs,
        progress: null,
        isEnding: false,
      });
      countRunning(this.#queue, job.userId);
      this.#hosts.expect(holder, Date.now());
      this.#wakeIn(HEARTBEAT_LOST_MS);
    }
  }

  /** Holds what a host says it has against what it is known to have. */
  #reconcile(host: DeskHost): void {
    const { ask, agentId } = host;
    if (!ask || !this.#isLoaded) return;
    const held = new Set(ask.holding.map(({ job, attempt }) => `${job}#${attempt}`));
    for (const [jobId, run] of this.#runs) {
      const isHeard = run.offer !== null && this.#hosts.isHeard(host, run.offer);
      if (run.holder !== agentId || !isHeard || run.isEnding || held.has(`${jobId}#${run.attempt}`)) continue;
      // An offer that never arrived is nobody's fault.
      void this.#end(jobId, run, { kind: (run.offer ?? 0) > ask.heard ? "returned" : "lost" });
    }
    for (const { job, attempt } of ask.holding) {
      const run = this.#runs.get(job);
      if (run?.holder !== agentId || run.attempt !== attempt)
        this.#send(agentId, { type: "job_cancel", job, attempt });
    }
  }

  /** Gives every host that asks what is next for it. */
  #pump(): void {
    if (!this.#isLoaded || this.#isStopped) return;
    const nowMs = Date.now();
    for (const host of this.#hosts.all()) {
      for (;;) {
        const pending = [...this.#runs.values()].filter(
          ({ holder, offer }) => holder === host.agentId && offer === null,
        );
        const room = this.#hosts.roomOf(host, pending);
        const job = room && nextJob(this.#queue, room, nowMs);
        if (!job) break;
        // Out of the queue before anything is awaited: nobody else is offered it.
        removeJob(this.#queue, job.id);
        chargeBegin(this.#queue, job, nowMs);
        void this.#offer(host, job);
      }
    }
    const laterMs = Math.min(...[...this.#queue.later.values()].map(({ notBeforeMs }) => notBeforeMs));
    if (Number.isFinite(laterMs)) this.#wakeIn(Math.max(1, laterMs - nowMs));
  }

  async #offer(host: DeskHost, job: QueuedJob): Promise<void> {
    const nowMs = Date.now();
    const known = this.#known.get(job.id) ?? { attempt: 0, deadlineMs: Infinity };
    this.#known.delete(job.id);
    const holder = host.agentId;
    const run: DeskRun = {
      job,
      attempt: known.attempt + 1,
      holder,
      offer: null,
      beganAtMs: nowMs,
      leaseEndsAtMs: nowMs + JOB_LEASE_MS[job.batch ? "batch" : "interactive"],
      progress: null,
      isEnding: false,
    };
    this.#runs.set(job.id, run);
    try {
      const { jobs, commit } = this.#services;
      const [[row]] = await commit([jobs.begin(job.id, { holder, attempt: known.attempt, nowMs })]);
      if (!row) {
        // Cancelled meanwhile, or begun by another life of this object: its row says what it is.
        if (this.#runs.get(job.id) === run) this.#forget(job.id, run);
        return await this.#lookAgain(job.id);
      }
      if (this.#runs.get(job.id) !== run) return;
      const offer = await offerOf(this.#services, row, nowMs);
      if (host.goneAtMs !== null) {
        run.offer = 0;
        return void (await this.#end(job.id, run, { kind: "returned" }));
      }
      run.offer = this.#hosts.sent(host, job);
      this.#send(holder, { ...offer, offer: run.offer });
      this.watchers.tell(job.id, { type: "begun" });
    } catch (error) {
      log("error", "job_not_begun", { jobId: job.id, attempt: run.attempt }, error);
      if (this.#runs.get(job.id) === run) this.#forget(job.id, run);
      this.#known.set(job.id, known);
      addJob(this.#queue, { ...job, notBeforeMs: Date.now() + RETRY_MS }, Date.now(), true);
      this.#wakeIn(RETRY_MS);
    }
  }

  /** Its row says what it is; one that cannot be read now is asked again, or it would wait unknown to anybody. */
  async #lookAgain(jobId: string): Promise<void> {
    this.#unsure.delete(jobId);
    try {
      const brief = await this.#services.jobs.briefOf(jobId);
      if (!brief || brief.deadline <= Date.now()) return;
      this.#adopt(brief);
      this.#pump();
    } catch (error) {
      log("error", "job_not_read", { jobId }, error);
      this.#unsure.add(jobId);
      this.#wakeIn(RETRY_MS);
    }
  }

  async #onEnd(host: DeskHost, run: DeskRun, message: End): Promise<void> {
    if (run.isEnding) return;
    if (message.type === "job_failed" && message.reason === "unfit") host.unfit.add(run.job.workflow);
    if (message.type === "job_done") this.#hosts.timed(host, run.job, message.produceMs);
    const end: RunEnd =
      message.type === "job_done"
        ? { kind: "done", results: message.results, produceMs: message.produceMs }
        : message.type === "job_failed"
          ? { kind: "failed", reason: message.reason }
          : { kind: "returned" };
    const isKnown = await this.#end(message.job, run, end);
    // Else it is said again.
    if (isKnown) this.#send(host.agentId, { type: "job_settled", ...runOf(message) });
  }

  /** Writes the end of a run down; false when that failed and must be tried again. */
  async #end(jobId: string, run: DeskRun, end: RunEnd): Promise<boolean> {
    if (run.isEnding) return true;
    run.isEnding = true;
    let next: JobFacts | null;
    try {
      const { holder, attempt } = run;
      next = await settleRun(this.#services, { job: jobId, attempt, holder }, end, Date.now());
    } catch (error) {
      log("error", "run_not_settled", { jobId, attempt: run.attempt }, error);
      run.isEnding = false;
      return false;
    }
    if (this.#runs.get(jobId) === run) this.#forget(jobId, run, end.kind === "done" ? end.produceMs : 0);
    if (next === null) await this.#lookAgain(jobId);
    else if (next.state === "queued") {
      this.#known.set(jobId, { attempt: next.attempt, deadlineMs: next.deadlineMs });
      const job = { ...run.job, avoid: next.failedHosts, notBeforeMs: next.notBeforeMs };
      addJob(this.#queue, job, Date.now(), true);
      this.watchers.tell(jobId, { type: "waiting", ahead: null, etaMs: null });
    } else this.watchers.end(jobId, next.state);
    this.#pump();
    return true;
  }

  #forget(jobId: string, run: DeskRun, tookMs = 0): void {
    this.#runs.delete(jobId);
    chargeEnd(this.#queue, run.job, tookMs);
  }
}
