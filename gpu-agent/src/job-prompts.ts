/**
 * One queued job on one ComfyUI, prompt by prompt, so that live drawing gets in between: by the pausing sampler where the
 * node pack is, else in chunks of steps with stock nodes, else by an interrupt, after which it begins anew.
 */
import { randomUUID } from "node:crypto";
import {
  ComfyInterrupted,
  ComfyTimeout,
  chunkOf,
  runPrompt,
  runPromptForFiles,
  stepsOf,
  type ComfyClient,
  type ComfyFile,
  type ComfyObjectInfo,
  type ComfyRunOptions,
  type ComfySocket,
  type ComfyWorkflow,
} from "@llamasketch/comfyui";
import type { JobGate } from "./job-gates.ts";
import { JobFailed, JobStopped, type JobHeard } from "./job-work.ts";
import { pausable } from "./pausing-path.ts";

export const ASIDE_WAYS = ["pause", "chunks", "interrupt"] as const;
export type AsideWay = (typeof ASIDE_WAYS)[number];

export interface JobPrompts {
  way: AsideWay;
  client: ComfyClient;
  socket: ComfySocket;
  jobsApi: boolean;
  workflow: ComfyWorkflow;
  makes: "picture" | "clip";
  /** Names this output on its ComfyUI. */
  key: string;
  /** Its model is not there yet. */
  loads: boolean;
  deadlineMs: number;
  gate: JobGate;
  heard: JobHeard;
  isStopped(): boolean;
  /** Hears each prompt's id before it is sent, and null when it is over. */
  onPrompt(promptId: string | null): void;
  /** Ends the prompt in hand. */
  interrupt(): Promise<void>;
}

const SILENCE_MS = 5000;
/** Chunks are about as long as this, or one step: so long live drawing waits for one. */
const CHUNK_MS = 1000;
/** A GPU that is not free by then is somebody's. */
const WAITS_MS = 500;
/** Begun anew so often, an interrupted job is better made elsewhere. */
const RESTARTS_MAX = 3;

/** The best way that this ComfyUI has for any workflow. */
export function bestWay(info: ComfyObjectInfo): AsideWay {
  const has = (...classes: string[]): boolean => classes.every((one) => Object.hasOwn(info, one));
  if (has("LlamaSketchKSampler", "LlamaSketchSamplerCustomAdvanced")) return "pause";
  return has("KSamplerAdvanced", "SaveLatent", "LoadLatent") ? "chunks" : "interrupt";
}

/** Resolves with the bytes that came out. Rejects with `JobStopped`, `JobFailed` or what ComfyUI made of it. */
export async function runJobPrompts(job: JobPrompts): Promise<Uint8Array> {
  const endAtMs = performance.now() + job.deadlineMs;
  const paused = job.way === "pause" ? pausable(job.workflow, job.key) : null;
  const steps = job.way === "chunks" ? stepsOf(job.workflow) : null;
  try {
    if (paused) return await resumed(job, paused, endAtMs);
    if (steps !== null) return await inChunks(job, steps, endAtMs);
    return await restarted(job, endAtMs);
  } finally {
    job.gate.onAside = null;
    job.gate.withdraw();
  }
}

/** The same prompt again and again: its sampler goes on where it rested. */
async function resumed(job: JobPrompts, workflow: ComfyWorkflow, endAtMs: number): Promise<Uint8Array> {
  const { gate, client, key } = job;
  let isAside = false;
  gate.onAside = () => {
    isAside = true;
    // Not heard, it would go on to its end with a drawer waiting: then what it has is lost instead.
    client.askPause(key).catch(() => job.interrupt());
  };
  try {
    for (let tries = 0; ; tries++) {
      isAside = false;
      const made = await onGpu(job, endAtMs, tries === 0, () => last(job, workflow, endAtMs)).catch(
        (error: unknown) => asideOr(error, job, isAside),
      );
      if (made) return made;
    }
  } catch (error) {
    await client.forgetPause(key).catch(() => undefined);
    throw error;
  }
}

/** One prompt after the other, each with some of the steps; whoever waits gets in between two. */
async function inChunks(job: JobPrompts, steps: number, endAtMs: number): Promise<Uint8Array> {
  const prefix = `llamasketch-jobs/${job.key}`;
  let latent: ComfyFile | null = null;
  let fromStep = 0;
  let stepMs = Infinity;
  for (;;) {
    const toStep: number = Math.min(steps, fromStep + Math.max(1, Math.floor(CHUNK_MS / stepMs)));
    const chunk = chunkOf(job.workflow, { fromStep, toStep, latent, prefix });
    const began = fromStep;
    const onStep = (step: number): void => job.heard.onStep(Math.min(steps, began + step), steps);
    const counted = { ...job, heard: { ...job.heard, onStep } };
    if (toStep === steps) return onGpu(counted, endAtMs, began === 0, () => last(counted, chunk, endAtMs));
    latent = await onGpu(counted, endAtMs, began === 0, async () => {
      const startedMs = performance.now();
      const [file] = await ask(counted, chunk, endAtMs, runPromptForFiles);
      // The first may load a model: it says nothing of a step.
      if (began > 0) stepMs = (performance.now() - startedMs) / (toStep - began);
      if (!file) throw new JobFailed("damaged", "ComfyUI wrote no latent");
      return file;
    });
    fromStep = toStep;
  }
}

/** What is interrupted is lost, and made once more in the next rest. */
async function restarted(job: JobPrompts, endAtMs: number): Promise<Uint8Array> {
  const { gate } = job;
  let isAside = false;
  gate.onAside = () => {
    isAside = true;
    void job.interrupt();
  };
  for (let tries = 0; ; tries++) {
    isAside = false;
    if (tries > RESTARTS_MAX) {
      gate.giveBack();
      throw new JobStopped();
    }
    const made = await onGpu(job, endAtMs, tries === 0, () => last(job, job.workflow, endAtMs)).catch(
      (error: unknown) => asideOr(error, job, isAside),
    );
    if (made) return made;
  }
}

/** Null for a prompt that stood aside as it was asked to. */
function asideOr(error: unknown, job: JobPrompts, isAside: boolean): null {
  if (!isAside || job.isStopped() || !(error instanceof ComfyInterrupted)) throw error;
  job.heard.onPaused(true);
  return null;
}

async function onGpu<Made>(
  job: JobPrompts,
  endAtMs: number,
  isFirst: boolean,
  make: () => Promise<Made>,
): Promise<Made> {
  const { gate, key } = job;
  const end = setTimeout(() => gate.withdraw(), endAtMs - performance.now());
  // Whoever draws here has the GPU: until then it stands aside.
  let isWaiting = false;
  const waits = setTimeout(() => {
    isWaiting = true;
    job.heard.onPaused(true);
  }, WAITS_MS);
  await gate.enter({ key, loads: job.loads && isFirst }).catch((error: unknown) => {
    clearTimeout(waits);
    throw job.isStopped() ? error : new ComfyTimeout(key, job.deadlineMs);
  });
  clearTimeout(end);
  clearTimeout(waits);
  if (isWaiting) job.heard.onPaused(false);
  try {
    return await make();
  } finally {
    gate.leave();
  }
}

/** A prompt that ends in the picture or the clip. */
async function last(job: JobPrompts, workflow: ComfyWorkflow, endAtMs: number): Promise<Uint8Array> {
  if (job.makes === "picture") {
    const [picture] = await ask(job, workflow, endAtMs, runPrompt);
    if (!picture) throw new JobFailed("damaged", "ComfyUI sent no picture");
    return picture.bytes;
  }
  const [file] = await ask(job, workflow, endAtMs, runPromptForFiles);
  if (!file) throw new JobFailed("damaged", "ComfyUI wrote no file");
  return job.client.view(file);
}

async function ask<Made>(
  job: JobPrompts,
  workflow: ComfyWorkflow,
  endAtMs: number,
  run: (options: ComfyRunOptions) => Promise<Made>,
): Promise<Made> {
  const { client, socket, jobsApi, heard, gate } = job;
  if (job.isStopped()) throw new JobStopped();
  const promptId = randomUUID();
  const deadlineMs = endAtMs - performance.now();
  if (deadlineMs <= 0) throw new ComfyTimeout(promptId, job.deadlineMs);
  job.onPrompt(promptId);
  const stopListening = socket.listen((event) => {
    const isPreview =
      event.kind === "image" && event.promptId === promptId && event.nodeId !== workflow.outputNode;
    if (isPreview && event.mime === "image/jpeg") heard.onPreview(event.bytes, "jpeg");
    if (event.kind === "executing" && event.promptId === promptId && event.node !== null) heard.onNode?.();
  });
  const onProgress = (step: number, steps: number): void => {
    gate.step();
    heard.onStep(step, steps);
  };
  try {
    return await run({
      ...workflow,
      client,
      socket,
      jobsApi,
      promptId,
      deadlineMs,
      onProgress,
      silenceMs: SILENCE_MS,
    });
  } finally {
    stopListening();
    job.onPrompt(null);
  }
}
