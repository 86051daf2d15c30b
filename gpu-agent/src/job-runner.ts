/** Queued jobs on this host: asks for them, runs them, stores what came of them, and says their ends until they are heard. */
import {
  JOB_END_REPEAT_MS,
  JOB_PROGRESS_EVERY_MS,
  JOB_PROTOCOL,
  type JobFromAgent,
  type JobOffer,
  type JobRun,
  type JobToAgent,
} from "@llamasketch/contract";
import { JobFailed, JobStopped, type JobProducer, type JobRoad } from "./job-work.ts";
import { runJob } from "./run-job.ts";

type End = Extract<JobFromAgent, { type: "job_done" | "job_failed" | "job_returned" }>;
type Why = Extract<JobFromAgent, { type: "job_returned" }>["why"];

interface Running extends JobRun {
  slot: number;
  /** Why it was asked to stop; `replaced`: nobody hears of its end. */
  stopped: Why | "replaced" | null;
}

export interface JobRunnerOptions {
  producers: readonly JobProducer[];
  road: JobRoad;
  /** Jobs that may be in hand now beside live drawing; `batch` of them may be batch work. */
  room(): { free: number; batch: number };
  /** Somebody draws here: only what is at hand is asked for, since loading would hold a drawer up. */
  isDrawn(): boolean;
  send(message: JobFromAgent): void;
  log(level: "info" | "warn", text: string): void;
}

const SETTLED_REMEMBERED = 64;
/** While so many ends are not acknowledged, nothing new is asked for: the other side is in trouble. */
const ENDS_MAX = 8;

export class JobRunner {
  readonly #options: JobRunnerOptions;
  readonly #running = new Map<string, Running>();
  readonly #ends = new Map<string, End>();
  /** Runs whose end was heard, newest last: an offer of one that comes late is not begun. */
  readonly #settled = new Set<string>();
  readonly #repeat: NodeJS.Timeout;
  #spoken = false;
  #heard = 0;
  #told = "";

  constructor(options: JobRunnerOptions) {
    this.#options = options;
    this.#repeat = setInterval(() => {
      this.#sayEnds();
      // A level may have been lost on its way.
      this.#told = "";
      this.refresh();
    }, JOB_END_REPEAT_MS);
    this.#repeat.unref();
  }

  get inHand(): number {
    return this.#running.size;
  }

  /** A connection is new; `version`: what its dispatcher speaks of jobs, if anything. */
  onRegistered(version: number | undefined): void {
    this.#spoken = version === JOB_PROTOCOL && this.#options.producers.length > 0;
    this.#heard = 0;
    this.#told = "";
    this.#sayEnds();
    this.refresh();
  }

  onMessage(message: JobToAgent): void {
    switch (message.type) {
      case "job_offer":
        this.#heard = message.offer;
        return this.#take(message);
      case "job_cancel":
        return this.#stop(message, "cancelled");
      case "job_settled": {
        const name = nameOf(message);
        if (!this.#ends.delete(name)) return;
        this.#settled.add(name);
        const [oldest] = this.#settled;
        if (this.#settled.size > SETTLED_REMEMBERED && oldest !== undefined) this.#settled.delete(oldest);
        return this.refresh();
      }
    }
  }

  /** Says again what it would take, if that changed: to be called whenever `room` or a producer may have. */
  refresh(): void {
    if (!this.#spoken) return;
    const { producers, room, isDrawn } = this.#options;
    const idle = producers.filter(
      (producer, slot) => producer.workflows.length > 0 && this.#at(slot) === null,
    );
    const { free, batch } = room();
    const open =
      this.#ends.size >= ENDS_MAX ? 0 : Math.max(0, Math.min(idle.length, free - this.#running.size));
    const loaded = idle[0]?.loaded ?? null;
    // Somebody draws: what would push their model off is left to others, once something is known to be at hand.
    const isChoosy = isDrawn() && loaded !== null;
    const names = [...new Set(idle.flatMap(({ workflows, atHand }) => (isChoosy ? atHand : workflows)))];
    const ask: JobFromAgent = {
      type: "job_ask",
      heard: this.#heard,
      free: open,
      batch: Math.max(0, Math.min(open, batch)),
      workflows: names,
      loaded,
      ...(idle.some(({ marks }) => marks) && { marks: true }),
      holding: [...this.#running.values(), ...this.#ends.values()].map(({ job, attempt }) => ({
        job,
        attempt,
      })),
    };
    const text = JSON.stringify(ask);
    if (text === this.#told) return;
    this.#told = text;
    this.#options.send(ask);
  }

  /** Somebody draws and there is no room beside it: whatever is beyond the room goes back. */
  makeRoom(): void {
    const { free } = this.#options.room();
    const over = [...this.#running.values()].filter(({ stopped }) => stopped === null).slice(free);
    for (const run of over) this.#stop(run, "busy");
    this.refresh();
  }

  /** What this slot has in hand goes back, to be made elsewhere. */
  giveBack(slot: number): void {
    const run = this.#at(slot);
    if (run) this.#stop(run, "busy");
  }

  /** Gives everything back; resolves when nothing runs any more. */
  async drain(): Promise<void> {
    for (const run of this.#running.values()) this.#stop(run, "leaving");
    while (this.#running.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  close(): void {
    clearInterval(this.#repeat);
    for (const producer of this.#options.producers) producer.close();
  }

  #at(slot: number): Running | null {
    return [...this.#running.values()].find((run) => run.slot === slot) ?? null;
  }

  #take(offer: JobOffer): void {
    const name = nameOf(offer);
    const known = this.#running.get(offer.job);
    if (known?.attempt === offer.attempt || this.#ends.has(name) || this.#settled.has(name)) return;
    if (known && known.attempt > offer.attempt) return;
    if (known) this.#stop(known, "replaced");
    const { producers } = this.#options;
    const slot = producers.findIndex(
      ({ workflows }, at) => this.#at(at) === null && workflows.includes(offer.workflow),
    );
    if (!producers.some(({ workflows }) => workflows.includes(offer.workflow)))
      return this.#end({ type: "job_failed", ...runOf(offer), reason: "unfit" });
    // Live drawing began, or the older run still holds the slot.
    const isFull = this.#options.room().free <= this.#running.size;
    const producer = producers[slot];
    if (!producer || isFull) return this.#end({ type: "job_returned", ...runOf(offer), why: "busy" });
    const run: Running = { ...runOf(offer), slot, stopped: null };
    this.#running.set(offer.job, run);
    void this.#run(run, producer, offer);
    this.refresh();
  }

  async #run(run: Running, producer: JobProducer, offer: JobOffer): Promise<void> {
    const { road, log } = this.#options;
    let end: End;
    try {
      const made = await runJob(offer, producer, road, {
        tell: this.#teller(run),
        isStopped: () => run.stopped !== null,
      });
      end = { type: "job_done", ...runOf(run), ...made };
    } catch (error) {
      const { stopped } = run;
      const isStopped = error instanceof JobStopped && stopped !== null && stopped !== "replaced";
      const reason = error instanceof JobFailed ? error.reason : "lost";
      end = isStopped
        ? { type: "job_returned", ...runOf(run), why: stopped }
        : { type: "job_failed", ...runOf(run), reason };
      if (!(error instanceof JobStopped))
        log("warn", `a job failed (${reason}): ${error instanceof Error ? error.message : "unknown"}`);
    }
    if (this.#running.get(run.job) === run) this.#running.delete(run.job);
    if (run.stopped === "replaced") this.refresh();
    else this.#end(end);
  }

  /** Progress and previews, no oftener than the dispatcher is to be woken. */
  #teller(run: Running): (message: Extract<JobFromAgent, { type: "job_progress" | "job_preview" }>) => void {
    const toldAtMs = new Map<string, number>();
    let wasPaused = false;
    let phase: string | undefined;
    return (message) => {
      if (!this.#spoken || run.stopped !== null) return;
      const nowMs = Date.now();
      const isTurn =
        message.type === "job_progress" && (message.paused !== wasPaused || message.phase !== phase);
      if (!isTurn && nowMs < (toldAtMs.get(message.type) ?? 0) + JOB_PROGRESS_EVERY_MS) return;
      if (message.type === "job_progress") ({ paused: wasPaused, phase } = message);
      toldAtMs.set(message.type, nowMs);
      this.#options.send(message);
    };
  }

  #stop({ job, attempt }: JobRun, why: NonNullable<Running["stopped"]>): void {
    const run = this.#running.get(job);
    if (run?.attempt !== attempt || run.stopped !== null) return;
    run.stopped = why;
    if (why === "replaced") this.#running.delete(job);
    void this.#options.producers[run.slot]?.stop().catch(() => undefined);
  }

  #end(end: End): void {
    this.#ends.set(nameOf(end), end);
    if (this.#spoken) this.#options.send(end);
    this.refresh();
  }

  #sayEnds(): void {
    if (!this.#spoken) return;
    for (const end of this.#ends.values()) this.#options.send(end);
  }
}

const nameOf = ({ job, attempt }: JobRun): string => `${job}#${attempt}`;
const runOf = ({ job, attempt }: JobRun): JobRun => ({ job, attempt });
