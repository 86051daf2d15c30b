/** One ComfyUI as a producer: keeps it attached, runs frames on it, and knows when it is of no use. */
import {
  cancelPrompt,
  ComfyClient,
  ComfyInterrupted,
  ComfyLost,
  ComfyTimeout,
  connectComfy,
  reconcile,
  type ComfySocket,
} from "@llamasketch/comfyui";
import type { Ability, AgentReport } from "@llamasketch/contract";
import { blankCanvas } from "./blank-canvas.ts";
import { comfyFetch } from "./comfy-fetch.ts";
import {
  FrameFailure,
  FrameStopped,
  FrameUnreadable,
  isDeviceFault,
  isOutOfMemory,
  isUnreadable,
  plainReason,
} from "./comfy-failure.ts";
import { ComfyHealth } from "./comfy-health.ts";
import { surveyComfy, type ComfySurvey } from "./comfy-survey.ts";
import { runFrame } from "./frame-run.ts";
import { modelsOf } from "./job-workflows.ts";
import { chooseLive, type LiveChoice, type LiveWish } from "./live-workflow.ts";
import type { Canvas, Picture, Producer } from "./producer.ts";
import { reportOf } from "./report.ts";
import { WatchedSocket } from "./watched-socket.ts";
import { sleep } from "./sleep.ts";

export interface ComfyProducerOptions extends LiveWish {
  url: string;
  log(level: "info" | "warn", text: string): void;
  /** Longest a live frame may take; by the measured speed when not given, ms. */
  frameDeadlineMs?: number;
  /** How often ComfyUI is asked whether it is there, ms. */
  watchEveryMs?: number;
  /** After how long without a word of a prompt ComfyUI is asked what became of it, ms. */
  silenceMs?: number;
}

type OnStep = (step: number, steps: number) => void;

const WATCH_EVERY_MS = 1000;
const MISSES_ALLOWED = 3;
const PROBE_TIMEOUT_MS = 1000;
/** A live frame older than this is of no use to anybody. */
const DEADLINE_MIN_MS = 8000;
const DEADLINE_MAX_MS = 30_000;
const DEADLINE_FRAMES = 10;
/** Loading a model from a cold disk takes minutes. */
const TRIAL_DEADLINE_MS = 600_000;
const SILENCE_MS = 3000;
const TRIAL_SIDE_PX = 256;
const TRIAL_WAIT_MAX_MS = 30_000;

export class ComfyProducer implements Producer {
  label = "ComfyUI";
  painter = false;
  report: AgentReport | null = null;
  readonly #options: ComfyProducerOptions;
  readonly #client: ComfyClient;
  readonly #probe: ComfyClient;
  readonly #health = new ComfyHealth();
  #socket: ComfySocket | null = null;
  #survey: ComfySurvey | null = null;
  #choice: LiveChoice | null = null;
  #warned = new Set<string>();
  #attaching: Promise<boolean> | null = null;
  /** A prompt of ours that may still be in ComfyUI although nobody waits for it. */
  #stray: string | null = null;
  #running: string | null = null;
  /** Steps done of the frame in hand, out of how many. */
  #progress = { step: 0, steps: 0 };
  #stopping = false;
  #bestMs = Infinity;
  #misses = 0;
  #trials = 0;
  #nextTrialAtMs = 0;
  #closed = false;

  private constructor(options: ComfyProducerOptions) {
    this.#options = options;
    this.#client = new ComfyClient({ baseUrl: options.url, fetch: comfyFetch, timeoutMs: 10_000 });
    this.#probe = new ComfyClient({ baseUrl: options.url, fetch: comfyFetch, timeoutMs: PROBE_TIMEOUT_MS });
  }

  /** Waits until ComfyUI answers and has made a picture, however long it takes to start. */
  static async open(options: ComfyProducerOptions): Promise<ComfyProducer> {
    const producer = new ComfyProducer(options);
    for (let tries = 0; !(await producer.#attach()); tries++) {
      if (tries === 5) options.log("info", `waiting for ComfyUI at ${options.url}`);
      await sleep(500);
    }
    await producer.#trial();
    void producer.#watch();
    return producer;
  }

  get healthy(): boolean {
    return this.#health.healthy;
  }

  get trouble(): string | null {
    return this.#health.trouble;
  }

  get broken(): boolean {
    return this.#health.broken;
  }

  get models(): string | null {
    return this.#choice?.kind === "template" ? modelsOf(this.#choice.template) : null;
  }

  get can(): readonly Ability[] {
    // Without a model a seed changes nothing.
    return this.#choice?.kind === "model-free" ? [] : ["variations"];
  }

  set onHealth(listener: ((healthy: boolean) => void) | null) {
    this.#health.onChange = listener;
  }

  async produce(canvas: Canvas): Promise<Picture> {
    const startedMs = performance.now();
    this.#stopping = false;
    const heard = (step: number, steps: number): void => {
      this.#progress = { step, steps };
    };
    try {
      const made = await this.#attempt(canvas, this.#deadlineMs(canvas), heard);
      const produceMs = performance.now() - startedMs;
      this.#bestMs = Math.min(this.#bestMs, produceMs);
      this.#health.succeeded();
      return { ...made, produceMs };
    } catch (error) {
      const isGone = error instanceof ComfyInterrupted || error instanceof ComfyLost;
      if (error instanceof FrameStopped || (this.#stopping && isGone)) throw new FrameStopped();
      await this.#onFailure(error, canvas.session);
      if (isUnreadable(error)) throw new FrameUnreadable(plainReason(error));
      throw new FrameFailure(plainReason(error));
    }
  }

  #deadlineMs({ mayLoad }: Canvas): number {
    if (!this.#health.healthy) return TRIAL_DEADLINE_MS;
    if (mayLoad) return DEADLINE_MAX_MS;
    if (this.#options.frameDeadlineMs !== undefined) return this.#options.frameDeadlineMs;
    return Math.min(DEADLINE_MAX_MS, Math.max(DEADLINE_MIN_MS, DEADLINE_FRAMES * this.#bestMs));
  }

  async stop(): Promise<void> {
    const { step, steps } = this.#progress;
    if (steps > 0 && step >= steps - 1) return;
    this.#stopping = true;
    await this.cancel();
  }

  /** Stops the prompt in hand, by its id. */
  async cancel(): Promise<void> {
    const promptId = this.#running;
    if (promptId !== null) await this.#cancel(promptId);
  }

  close(): void {
    this.#closed = true;
    this.#health.onChange = null;
    this.#socket?.close();
  }

  /** One frame, tried a second time after the device was freed. */
  async #attempt(canvas: Canvas, deadlineMs: number, onStep: OnStep): ReturnType<typeof runFrame> {
    try {
      return await this.#run(canvas, deadlineMs, onStep);
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      this.#options.log("warn", "the device was out of memory: freed it, trying this frame once more");
      await this.#client.free();
      return this.#run(canvas, Math.max(deadlineMs, DEADLINE_MAX_MS), onStep);
    }
  }

  async #run(canvas: Canvas, deadlineMs: number, onStep: OnStep): ReturnType<typeof runFrame> {
    this.#progress = { step: 0, steps: 0 };
    if (this.#health.broken) throw new FrameFailure(this.#health.trouble ?? "broken");
    if (this.#socket?.closed !== false) await this.#attach();
    const [socket, survey, choice] = [this.#socket, this.#survey, this.#choice];
    if (!socket || socket.closed || !survey || !choice) throw new FrameFailure("ComfyUI is not connected");
    // Never two of ours in its queue: what was given up must be gone first.
    if (!(await this.#clearStray())) throw new FrameFailure("an earlier prompt still runs");
    try {
      const { nodePack, jobsApi } = survey;
      return await runFrame(
        {
          client: this.#client,
          socket,
          choice,
          nodePack,
          jobsApi,
          deadlineMs,
          silenceMs: this.#options.silenceMs ?? SILENCE_MS,
          onPrompt: (promptId) => {
            if (this.#stopping) throw new FrameStopped();
            this.#running = promptId;
          },
          onStep,
        },
        canvas,
      );
    } catch (error) {
      // It may run on, unseen, after a lost socket or a timeout.
      this.#stray = this.#running;
      throw error;
    } finally {
      this.#running = null;
    }
  }

  async #onFailure(error: unknown, session: string): Promise<void> {
    const reason = plainReason(error);
    if (isDeviceFault(error)) return this.#health.breakForGood(`the device failed: ${reason}`);
    if (error instanceof ComfyTimeout && !(await this.#clearStray()))
      this.#health.suspend("ComfyUI answers, but its worker stands still");
    const isSuspect = isUnreadable(error)
      ? this.#health.unreadable(session, Date.now())
      : this.#health.failed(reason, session);
    if (isSuspect && this.healthy && !(await this.#drawsItsOwn()))
      this.#health.suspend(`frames in a row failed, and a sheet of its own too: ${reason}`);
  }

  /** Whether an empty sheet can be drawn now, in the place of the frame that failed: then the fault was in what was sent. */
  async #drawsItsOwn(): Promise<boolean> {
    try {
      await this.#attempt(blankCanvas(TRIAL_SIDE_PX, 0), DEADLINE_MAX_MS, () => undefined);
      this.#health.cleared();
      return true;
    } catch {
      // Stopped for somebody's ink, it tells nothing.
      return this.#stopping;
    }
  }

  /** True when no prompt of ours is left in ComfyUI. */
  async #clearStray(): Promise<boolean> {
    const promptId = this.#stray;
    if (promptId === null) return true;
    const jobsApi = this.#survey?.jobsApi ?? false;
    try {
      let isGone = (await reconcile(this.#probe, promptId, jobsApi)) !== null;
      if (!isGone) isGone = await this.#cancel(promptId);
      if (isGone && this.#stray === promptId) this.#stray = null;
      return isGone;
    } catch {
      return false;
    }
  }

  async #cancel(promptId: string): Promise<boolean> {
    const jobsApi = this.#survey?.jobsApi ?? false;
    const outcome = await cancelPrompt(this.#probe, promptId, { jobsApi, tries: 6, waitMs: 50 }).catch(
      () => null,
    );
    return outcome !== null && outcome !== "still_running";
  }

  /** Finds out what this ComfyUI is and opens the event socket. False when it does not answer. */
  #attach(): Promise<boolean> {
    this.#attaching ??= this.#attachOnce().finally(() => (this.#attaching = null));
    return this.#attaching;
  }

  async #attachOnce(): Promise<boolean> {
    try {
      await this.#probe.systemStats();
      const survey = await surveyComfy(this.#client);
      this.painter = survey.easel !== null;
      this.label = this.painter ? "built-in painter" : `ComfyUI ${survey.version}`;
      const choice = chooseLive(survey, this.#options, (text) => this.#warnOnce(text));
      this.#survey = survey;
      this.#choice = choice;
      this.report = reportOf(survey, choice, this.#bestMs);
      const { url: baseUrl } = this.#options;
      // A fresh client id each time: a used one may be deaf.
      const socket = await connectComfy({ baseUrl, WebSocket: WatchedSocket, timeoutMs: 2000 });
      this.#socket = socket;
      socket.onClose(() => this.#onSocketClosed(socket));
      this.#misses = 0;
      this.#health.attached();
      return true;
    } catch {
      return false;
    }
  }

  /** A socket may drop alone: ComfyUI counts as lost only when it cannot be had back at once. */
  #onSocketClosed(socket: ComfySocket): void {
    if (this.#closed || this.#socket !== socket) return;
    if (this.#misses >= MISSES_ALLOWED) return this.#health.lost();
    void this.#attach().then((isBack) => {
      if (!isBack) this.#health.lost();
    });
  }

  /** ComfyUI can keep a socket open and be dead: it is asked all the time, and let go when it stays silent. */
  async #watch(): Promise<void> {
    while (!this.#closed) {
      await sleep(this.#options.watchEveryMs ?? WATCH_EVERY_MS);
      if (this.#health.broken) continue;
      if (this.#socket?.closed !== false) {
        if (!(await this.#attach())) this.#health.lost();
        continue;
      }
      if (this.#health.onTrial && Date.now() >= this.#nextTrialAtMs) await this.#trial();
      const answered = await this.#probe.systemStats().then(
        () => true,
        () => false,
      );
      this.#misses = answered ? 0 : this.#misses + 1;
      if (this.#misses >= MISSES_ALLOWED) this.#socket.close();
    }
  }

  /** Draws an empty sheet: what made a picture may be trusted with a person's. */
  async #trial(): Promise<void> {
    const isUsable = await this.produce(blankCanvas(TRIAL_SIDE_PX, this.#trials)).then(
      () => true,
      (error: unknown) => {
        if (this.#trials === 0) this.#options.log("warn", `a trial frame failed: ${plainReason(error)}`);
        return false;
      },
    );
    this.#trials = isUsable ? 0 : this.#trials + 1;
    const everyMs = this.#options.watchEveryMs ?? WATCH_EVERY_MS;
    this.#nextTrialAtMs = Date.now() + Math.min(TRIAL_WAIT_MAX_MS, everyMs * 2 ** this.#trials);
    if (isUsable && this.#survey && this.#choice)
      this.report = reportOf(this.#survey, this.#choice, this.#bestMs);
  }

  #warnOnce(text: string): void {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#options.log("warn", text);
  }
}
