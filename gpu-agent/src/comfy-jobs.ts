/** One ComfyUI for queued jobs: a client and an event socket of its own, beside those of live drawing. */
import {
  cancelPrompt,
  ComfyClient,
  ComfyInputError,
  ComfyInterrupted,
  ComfyTimeout,
  ComfyUnreachable,
  ComfyValidationError,
  connectComfy,
  detectGeneration,
  type ComfyGeneration,
  type ComfySocket,
} from "@llamasketch/comfyui";
import { isDeviceFault, isOutOfMemory, isUnreadable, plainReason } from "./comfy-failure.ts";
import { comfyFetch } from "./comfy-fetch.ts";
import { checkpointsOf } from "./comfy-survey.ts";
import type { JobGate } from "./job-gates.ts";
import { bestWay, runJobPrompts, type AsideWay } from "./job-prompts.ts";
import { jobGraph, jobWorkflows, type JobWorkflow } from "./job-workflows.ts";
import {
  JobFailed,
  JobStopped,
  type JobHeard,
  type JobOutput,
  type JobProducer,
  type JobWork,
} from "./job-work.ts";
import { canMark, finishOutput } from "./job-output.ts";
import { canTakePictures, plainInput } from "./plain-input.ts";
import { sleep } from "./sleep.ts";
import { WatchedSocket } from "./watched-socket.ts";

export interface ComfyJobsOptions {
  url: string;
  log(level: "info" | "warn", text: string): void;
  /** Called when what can be run here changed. */
  onChange(): void;
  /** Leave to use the GPU. */
  gate: JobGate;
  /** Model files of live drawing on this slot, named as a job's are: they are on the device while somebody draws. */
  liveModels?: (() => string | null) | undefined;
  /** How it stands aside for live drawing; the best way that there is unless it is named. */
  aside?: AsideWay | undefined;
  /** How often it is looked for while it is away, ms. */
  lookEveryMs?: number;
}

interface Attached {
  socket: ComfySocket;
  generation: ComfyGeneration;
  workflows: JobWorkflow[];
  way: AsideWay;
}

const LOOK_EVERY_MS = 2000;
const CLIENT_TIMEOUT_MS = 15_000;

export class ComfyJobs implements JobProducer {
  loaded: string | null = null;
  marks = false;
  readonly #options: ComfyJobsOptions;
  readonly #client: ComfyClient;
  #attached: Attached | null = null;
  /** Model files of the last job: they are on the device, unless somebody needed the room. */
  #models: string | null = null;
  #closed = false;
  #promptId: string | null = null;
  /** The last picture that went in: all outputs of a job begin with the same. */
  #input: { of: Uint8Array; plain: ReturnType<typeof plainInput> } | null = null;
  #stopping = false;
  /** Prompts stand one behind the other, also when an older run is still ending. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ComfyJobsOptions) {
    this.#options = options;
    this.#client = new ComfyClient({ baseUrl: options.url, fetch: comfyFetch, timeoutMs: CLIENT_TIMEOUT_MS });
    void this.#keepAttached();
  }

  get workflows(): readonly string[] {
    return this.#attached?.workflows.map(({ name }) => name) ?? [];
  }

  get atHand(): readonly string[] {
    const workflows = this.#attached?.workflows ?? [];
    return workflows.filter(({ models }) => !this.#mustLoad(models)).map(({ name }) => name);
  }

  #mustLoad(models: string | null): boolean {
    return models !== null && models !== this.#models && models !== this.#options.liveModels?.();
  }

  run(work: JobWork, heard: JobHeard): Promise<JobOutput> {
    const before = this.#last;
    const made = before.then(
      () => this.#runOne(work, heard),
      () => this.#runOne(work, heard),
    );
    this.#last = made.catch(() => undefined);
    return made;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#options.gate.withdraw();
    await this.#cancel();
  }

  close(): void {
    this.#closed = true;
    this.#attached?.socket.close();
  }

  async #runOne(work: JobWork, heard: JobHeard): Promise<JobOutput> {
    this.#stopping = false;
    const attached = this.#attached;
    const workflow = attached?.workflows.find(({ name }) => name === work.offer.workflow);
    if (!attached || !workflow) throw new JobFailed("unfit", "the workflow cannot be run here now");
    try {
      const bytes = await this.#make(attached, workflow, work, heard);
      this.loaded = workflow.name;
      this.#models = workflow.models;
      heard.onPhase?.("finishing");
      return await finishOutput(bytes, workflow.template.makes, work.offer.mark ?? null);
    } catch (error) {
      if (error instanceof JobFailed) throw error;
      if (error instanceof JobStopped || (this.#stopping && error instanceof ComfyInterrupted))
        throw new JobStopped();
      // It may run on unseen; the next one must not wait behind it.
      await this.#cancel();
      if (this.#stopping) throw new JobStopped();
      throw new JobFailed(reasonOf(error), plainReason(error));
    } finally {
      this.#promptId = null;
    }
  }

  async #make(
    { socket, generation, way }: Attached,
    workflow: JobWorkflow,
    { offer, output, image, deadlineMs }: JobWork,
    heard: JobHeard,
  ): Promise<Uint8Array> {
    const place = image && (await this.#upload(image));
    const seed = (offer.inputs.seed + output) % 2 ** 32;
    const { models, template } = workflow;
    return runJobPrompts({
      way: this.#options.aside ?? way,
      client: this.#client,
      socket,
      jobsApi: generation.jobsApi,
      workflow: jobGraph(workflow, offer.inputs, seed, place),
      makes: template.makes,
      key: `${offer.job}-${offer.attempt}-${output}`,
      loads: this.#mustLoad(models),
      deadlineMs,
      gate: this.#options.gate,
      heard,
      isStopped: () => this.#stopping,
      onPrompt: (promptId) => (this.#promptId = promptId),
      interrupt: () => this.#cancel(),
    });
  }

  /** One name, overwritten by the next: nothing piles up. */
  async #upload(image: Uint8Array): Promise<string> {
    const known = this.#input?.of === image ? this.#input : null;
    const { plain } = (this.#input = known ?? { of: image, plain: plainInput(image) });
    const { bytes, format } = await plain;
    const target = { name: `picture.${format}`, subfolder: "jobs", overwrite: true, mime: `image/${format}` };
    const { name, subfolder } = await this.#client.uploadImage(new Uint8Array(bytes), target);
    return subfolder ? `${subfolder}/${name}` : name;
  }

  async #cancel(): Promise<void> {
    const promptId = this.#promptId;
    const jobsApi = this.#attached?.generation.jobsApi ?? false;
    if (promptId === null) return;
    await cancelPrompt(this.#client, promptId, { jobsApi, tries: 20, waitMs: 50 }).catch(() => undefined);
  }

  async #keepAttached(): Promise<void> {
    while (!this.#closed) {
      if (this.#attached === null) {
        this.#attached = await this.#attach().catch(() => null);
        if (this.#attached !== null) this.#options.onChange();
      }
      await sleep(this.#options.lookEveryMs ?? LOOK_EVERY_MS);
    }
  }

  async #attach(): Promise<Attached> {
    const [generation, info] = await Promise.all([detectGeneration(this.#client), this.#client.objectInfo()]);
    this.marks = await canMark();
    const takesPictures = await canTakePictures();
    if (!takesPictures)
      this.#options.log("warn", "sharp is not installed: jobs that begin with a picture are not taken");
    const [painterFile] = generation.easel === null ? [] : checkpointsOf(info);
    const workflows = jobWorkflows(info, painterFile ?? null).filter(
      ({ template }) => takesPictures || !template.takesImage,
    );
    const socket = await connectComfy({ baseUrl: this.#options.url, WebSocket: WatchedSocket });
    if (this.#closed) socket.close();
    socket.onClose(() => {
      if (this.#attached?.socket !== socket) return;
      this.#attached = null;
      this.loaded = null;
      this.#models = null;
      this.#options.onChange();
    });
    return { socket, generation, workflows, way: bestWay(info) };
  }
}

function reasonOf(error: unknown): JobFailed["reason"] {
  if (error instanceof ComfyInputError) return "refused";
  if (error instanceof ComfyValidationError) return error.lacksModel ? "unfit" : "refused";
  // The picture that goes in: the job's own fault, on whichever host.
  if (isUnreadable(error)) return "refused";
  if (isOutOfMemory(error)) return "memory";
  if (isDeviceFault(error)) return "host";
  if (error instanceof ComfyTimeout) return "timeout";
  return error instanceof ComfyUnreachable ? "host" : "lost";
}
