/**
 * Queued jobs in a dispatcher's memory: who asks, what waits, who has what. A cache of the jobs' rows, rebuilt from them;
 * who runs next is `packages/scheduling`, what becomes of a run `packages/jobs` through `jobs/settle-job.ts`.
 */
import {
  HEARTBEAT_LOST_MS,
  JOB_PROGRESS_EVERY_MS,
  JOB_STILL_MS,
  type JobFromAgent,
  type JobToAgent,
} from "@llamasketch/contract";
import { isOver, type JobFacts } from "@llamasketch/jobs";
import { heardOfRun, isStill, ranForMs, timedJob, type HostStanding } from "@llamasketch/scheduling";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import { expireJob } from "../jobs/cancel-job.ts";
import { offerOf } from "./job-offer.ts";
import type { JobBrief } from "../jobs/job-rows.ts";
import { settleRun, type RunEnd } from "../jobs/settle-job.ts";
import { DeskHosts, type DeskHost } from "./desk-hosts.ts";
import { DeskMemory, type JobStanding } from "./desk-memory.ts";
import { progressOf, runOf, type DeskRun } from "./desk-run.ts";
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
  standingOf(agentId: string): HostStanding;
  save(standing: HostStanding): void;
  /** A host missed something; the same `by` counts once in a while. */
  missed(agentId: string, by: string): void;
  /** Somebody draws on this host, as the rows of placements say. */
  isDrawnOn(agentId: string): boolean;
}

/** Ends that are the host's doing, whatever it was given. */
const MISSES = new Set(["host", "lost", "timeout", "upload", "damaged"]);
/** Previews are passed on at most about as often as hosts are to make them; what comes sooner is a flood. */
const PREVIEW_EVERY_MS = JOB_PROGRESS_EVERY_MS / 2;

export class JobDesk {
  readonly #services: Ports;
  readonly #region: string;
  readonly #ports: DeskPorts;
  readonly #send: DeskPorts["send"];
  readonly #wakeIn: (ms: number) => void;
  readonly #hosts: DeskHosts;
  readonly #memory: DeskMemory;
  /** Their rows could not be read. */
  readonly #unsure = new Set<string>();
  readonly watchers = new JobWatchers();
  #loading: Promise<void> | null = null;
  #isLoaded = false;
  #isStopped = false;
  #toldPositionsAtMs = 0;

  constructor(services: Ports, ports: DeskPorts) {
    this.#services = services;
    this.#region = services.config.region;
    this.#ports = ports;
    this.#hosts = new DeskHosts(ports.standingOf);
    this.#memory = new DeskMemory(this.#hosts);
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
    for (const run of this.#memory.runsOf(agentId)) if (run.offer !== null) run.offer = 0;
  }

  disconnected(agentId: string): void {
    this.#hosts.disconnected(agentId, Date.now());
    if (this.#memory.runsOf(agentId).length > 0) this.#wakeIn(HEARTBEAT_LOST_MS);
  }

  async onMessage(agentId: string, message: JobFromAgent): Promise<void> {
    const host = this.#hosts.of(agentId);
    if (message.type === "job_ask") {
      this.#hosts.asked(host, message, Date.now());
      // Behind a failure the next ask, or the sweep, tries again.
      await this.ready().catch(() => undefined);
      this.#reconcile(host);
      return this.#pumpTo(host);
    }
    // What ended is said again until it is settled.
    await this.ready().catch(() => undefined);
    if (!this.#isLoaded) return;
    const run = this.#memory.run(message.job);
    const isPresent = run?.holder === agentId && run.attempt === message.attempt;
    switch (message.type) {
      case "job_progress":
      case "job_preview":
        if (isPresent) this.#onNews(run, message);
        else this.#send(agentId, { type: "job_cancel", ...runOf(message) });
        return;
      case "job_done":
      case "job_failed":
      case "job_returned":
        if (run && isPresent) return this.#onEnd(host, run, message);
        return this.#send(agentId, { type: "job_settled", ...runOf(message) });
    }
  }

  #isStill({ clock, holder }: DeskRun, nowMs: number): boolean {
    const isAside = clock.asideSinceMs !== null && this.#ports.isDrawnOn(holder);
    return isStill(clock, isAside, nowMs);
  }

  #onNews(run: DeskRun, message: Said<"job_progress" | "job_preview">): void {
    const nowMs = Date.now();
    if (message.type === "job_preview") {
      if (nowMs < run.shownAtMs + PREVIEW_EVERY_MS) return;
      run.shownAtMs = nowMs;
      return this.watchers.tell(message.job, message);
    }
    const paused = message.paused && this.#ports.isDrawnOn(run.holder);
    heardOfRun(run.clock, message, paused, nowMs);
    run.progress = progressOf({ ...message, paused });
    this.watchers.tell(message.job, { ...message, paused });
  }

  /** A job that waits, or is thought to. Known ones are passed over. */
  async enqueue(brief: JobBrief): Promise<void> {
    await this.ready();
    this.#adopt(brief);
    this.#pump();
  }

  /** Its owner wants it no more. */
  drop(jobId: string): void {
    this.#memory.drop(jobId);
    const run = this.#memory.run(jobId);
    this.watchers.end(jobId, "cancelled");
    if (!run || run.isEnding) return;
    this.#send(run.holder, { type: "job_cancel", job: jobId, attempt: run.attempt });
    this.#memory.forget(run);
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
    return this.#memory.standing(jobId);
  }

  workflows(): string[] {
    return this.#hosts.workflows();
  }

  counts(): { queued: number; running: number; loaded: boolean } {
    return { ...this.#memory.counts, loaded: this.#isLoaded };
  }

  /** Time passed: hosts that stayed away, leases that ended, waits that are over. */
  async tick(): Promise<void> {
    if (!this.#isLoaded) return;
    const nowMs = Date.now();
    for (const [jobId, run] of this.#memory.runs()) {
      if (run.isEnding || run.offer === null) continue;
      if (this.#hosts.isLost(run.holder, nowMs)) await this.#end(jobId, run, { kind: "lost" });
      else if (nowMs > run.leaseEndsAtMs + LEASE_GRACE_MS) {
        this.#send(run.holder, { type: "job_cancel", job: jobId, attempt: run.attempt });
        await this.#end(jobId, run, { kind: "failed", reason: "timeout" });
      } else if (this.#isStill(run, nowMs)) {
        log("info", "run_taken_back", { jobId, attempt: run.attempt, phase: run.clock.phase });
        this.#send(run.holder, { type: "job_cancel", job: jobId, attempt: run.attempt });
        await this.#end(jobId, run, { kind: "failed", reason: "timeout" });
      } else if (this.#hosts.isAway(run.holder)) this.#wakeIn(HEARTBEAT_LOST_MS);
    }
    // A copy: who cannot be read again is put back while this walks.
    const asked = [...this.#unsure];
    for (const jobId of asked) await this.#lookAgain(jobId);
    this.#hosts.forgetLost(nowMs);
    if (this.#memory.counts.running > 0) this.#wakeIn(JOB_STILL_MS.running);
    this.#pump();
    this.#tellPositions(nowMs);
  }

  /** A host is sent away: what it had is begun elsewhere at once, and nobody is to blame. */
  async revoked(agentId: string): Promise<void> {
    await this.ready();
    this.#hosts.disconnected(agentId, Date.now());
    for (const run of this.#memory.runsOf(agentId)) await this.#end(run.job.id, run, { kind: "returned" });
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
    for (const jobId of this.#memory.overdue(nowMs)) {
      if (!(await expireJob(this.#services, jobId, nowMs))) continue;
      this.#memory.drop(jobId);
      this.watchers.end(jobId, "failed");
    }
    await this.tick();
  }

  #adopt(brief: JobBrief): void {
    if (this.#memory.adopt(brief, Date.now())) this.#wakeIn(HEARTBEAT_LOST_MS);
  }

  /** Holds what a host says it has against what it is known to have. */
  #reconcile(host: DeskHost): void {
    const { ask, agentId } = host;
    if (!ask || !this.#isLoaded) return;
    const held = new Set(ask.holding.map(({ job, attempt }) => `${job}#${attempt}`));
    for (const run of this.#memory.runsOf(agentId)) {
      const isHeard = run.offer !== null && this.#hosts.isHeard(host, run.offer);
      if (!isHeard || run.isEnding || held.has(`${run.job.id}#${run.attempt}`)) continue;
      // An offer that never arrived is nobody's fault.
      void this.#end(run.job.id, run, { kind: (run.offer ?? 0) > ask.heard ? "returned" : "lost" });
    }
    for (const { job, attempt } of ask.holding) {
      const run = this.#memory.run(job);
      if (run?.holder !== agentId || run.attempt !== attempt)
        this.#send(agentId, { type: "job_cancel", job, attempt });
    }
  }

  /** Gives every host that asks what is next for it. */
  #pump(): void {
    if (!this.#isLoaded || this.#isStopped) return;
    for (const host of this.#hosts.all()) this.#pumpTo(host);
    const laterMs = this.#memory.laterMs();
    if (laterMs !== null) this.#wakeIn(Math.max(1, laterMs - Date.now()));
  }

  #pumpTo(host: DeskHost): void {
    if (!this.#isLoaded || this.#isStopped) return;
    const nowMs = Date.now();
    let taken = this.#memory.take(host, nowMs);
    for (; taken; taken = this.#memory.take(host, nowMs)) void this.#offer(host, taken);
  }

  async #offer(host: DeskHost, { run, was }: NonNullable<ReturnType<DeskMemory["take"]>>): Promise<void> {
    const nowMs = Date.now();
    const { job, holder } = run;
    try {
      const { jobs, commit } = this.#services;
      const [[row]] = await commit([jobs.begin(job.id, { holder, attempt: was.attempt, nowMs })]);
      if (!row) {
        // Cancelled meanwhile, or begun by another life of this object: its row says what it is.
        this.#memory.forget(run);
        return await this.#lookAgain(job.id);
      }
      if (!this.#memory.isStill(job.id, run)) return;
      const offer = await offerOf(this.#services, row, nowMs);
      if (host.goneAtMs !== null) {
        run.offer = 0;
        return void (await this.#end(job.id, run, { kind: "returned" }));
      }
      run.offer = this.#hosts.sent(host, job);
      this.#send(holder, { ...offer, offer: run.offer });
      this.#wakeIn(JOB_STILL_MS.running);
      this.watchers.tell(job.id, { type: "begun" });
    } catch (error) {
      log("error", "job_not_begun", { jobId: job.id, attempt: run.attempt }, error);
      if (!this.#memory.isStill(job.id, run)) return;
      this.#memory.forget(run);
      this.#memory.putBack(run, was, Date.now() + RETRY_MS, Date.now());
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
    if (message.type === "job_failed" && message.reason === "unfit") {
      host.unfit.add(run.job.workflow);
      // It said that it could.
      this.#ports.missed(host.agentId, `${run.job.id}#${run.attempt}`);
    }
    if (message.type === "job_returned") this.#wakeIn(this.#hosts.handedBack(host, Date.now()));
    const end: RunEnd =
      message.type === "job_done"
        ? { kind: "done", results: message.results, produceMs: ranForMs(run.clock, Date.now()) }
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
    const tookMs = ranForMs(run.clock, Date.now());
    try {
      const { holder, attempt } = run;
      next = await settleRun(this.#services, { job: jobId, attempt, holder }, end, Date.now());
    } catch (error) {
      log("error", "run_not_settled", { jobId, attempt: run.attempt }, error);
      run.isEnding = false;
      return false;
    }
    this.#judge(run, end, next, tookMs);
    this.#memory.forget(run, end.kind === "done" ? tookMs : 0);
    if (next === null) await this.#lookAgain(jobId);
    else if (next.state === "queued") {
      this.#memory.waitAgain(run, next, Date.now());
      this.watchers.tell(jobId, { type: "waiting", ahead: null, etaMs: null });
    } else this.watchers.end(jobId, next.state);
    this.#pump();
    return true;
  }

  /** What a run's end says of its host: that it can end so many, or that it missed one. */
  #judge(run: DeskRun, end: RunEnd, next: JobFacts | null, tookMs: number): void {
    const { holder, job } = run;
    // It did not count any more.
    if (next === null) return;
    if (end.kind === "done" && next.state === "succeeded") {
      this.#hosts.timed(this.#hosts.of(holder), job, tookMs);
      const standing = this.#ports.standingOf(holder);
      if (timedJob(standing, this.#memory.runsOf(holder).length)) this.#ports.save(standing);
      return;
    }
    const reason = end.kind === "failed" ? end.reason : end.kind === "done" ? "damaged" : end.kind;
    // A host that dies loses all it had at once: that is one miss.
    if (next.state !== "cancelled" && MISSES.has(reason))
      this.#ports.missed(holder, end.kind === "lost" ? "lost" : job.userId);
  }
}
