/**
 * Queued work between the dispatcher and an agent, on the agent's control socket. Rules are numbered JB1 … in
 * docs/job-protocol.md. Whose a job is, no agent is told.
 */
import { z } from "zod";
import { jobId } from "./ids.ts";
import {
  JOB_BYTES_MAX,
  JOB_OUTPUTS_MAX,
  JOB_PREVIEW_MAX_CHARS,
  JOB_SIDE_MAX_PX,
  JOB_SIDE_MIN_PX,
  JOB_STEPS_MAX,
} from "./job-limits.ts";
import { PROMPT_MAX_CHARS } from "./timing.ts";

/** Said by the dispatcher in `registered`; an agent that does not know the number asks for no jobs. */
export const JOB_PROTOCOL = 1;

/** A workflow's name, as agents say which they can run. */
export const workflowName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/);
const attempt = z.int().min(1).max(1_000);
const run = { job: jobId, attempt };
const side = z.int().min(JOB_SIDE_MIN_PX).max(JOB_SIDE_MAX_PX);
const etag = z.string().min(1).max(128);
const produceMs = z.number().min(0).max(86_400_000);

export const jobFormat = z.enum(["jpeg", "png", "webp"]);
export type JobFormat = z.infer<typeof jobFormat>;

/** One key, one way, once: `path` on the address the agent dialled, with the ticket as bearer. */
const leave = z.object({ path: z.string().max(300), ticket: z.string().max(2000) });

export const jobInputs = z.object({
  prompt: z.string().max(PROMPT_MAX_CHARS),
  negativePrompt: z.string().max(PROMPT_MAX_CHARS),
  /** Of the first output; each further one has the next. */
  seed: z.int().min(0).max(0xffff_ffff),
  quality: z.enum(["draft", "full", "final"]),
  widthPx: side,
  heightPx: side,
  /** How much of a picture that goes in is painted anew, 0 to 1. */
  strength: z.number().min(0).max(1),
  /** A picture that goes in: read with GET. */
  image: leave.extend({ format: jobFormat }).nullable(),
});
export type JobInputs = z.infer<typeof jobInputs>;

/** Printable ASCII: what every host has letters for. */
export const markText = z.string().regex(/^[\x20-\x7e]{1,60}$/);

/** `interactive`: somebody waits for it; `batch`: it uses idle time and nothing else. */
export const jobClass = z.enum(["interactive", "batch"]);
export type JobClass = z.infer<typeof jobClass>;

export const jobOffer = z.object({
  type: z.literal("job_offer"),
  ...run,
  /** Counts the offers on this connection, from 1. */
  offer: z.int().min(1),
  class: jobClass,
  workflow: workflowName,
  inputs: jobInputs,
  /** What stands visibly in a second copy of each output, and in its small picture; none when nothing does. */
  mark: markText.optional(),
  /** Where each output goes, with PUT: the whole of it, that copy when there is a mark, and a small picture of it. */
  outputs: z
    .array(z.object({ result: leave, marked: leave.optional(), thumbnail: leave }))
    .min(1)
    .max(JOB_OUTPUTS_MAX),
  /** From the offer until it must be done, ms; the tickets hold as long. */
  leaseMs: z.int().min(1000).max(86_400_000),
});
export type JobOffer = z.infer<typeof jobOffer>;

/** What lies under a ticket's key now. */
const stored = z.object({ etag, bytes: z.int().min(1) });

export const jobResult = stored.extend({
  format: jobFormat,
  widthPx: side,
  heightPx: side,
  /** The copy with the mark, where one was asked for. */
  marked: stored.optional(),
  /** Null when none could be made. */
  thumbnail: stored.nullable(),
  blurHash: z.string().min(6).max(60).nullable(),
});
export type JobResult = z.infer<typeof jobResult>;

/**
 * Why a run ended without a result. `unfit` (models or nodes are missing) and `host` (its GPU or disk) speak of the host;
 * `refused` (the workflow took its inputs for wrong) of the job; `lost`, `timeout`, `upload`, `damaged` and `memory` of the run.
 */
export const JOB_FAILURES = [
  "unfit",
  "host",
  "refused",
  "memory",
  "lost",
  "timeout",
  "upload",
  "damaged",
] as const;
export const jobFailure = z.enum(JOB_FAILURES);
export type JobFailure = z.infer<typeof jobFailure>;

/** `loading`: its picture and its models come in; `running`: its sampler is at work; `finishing`: what it made is stored. */
export const jobPhase = z.enum(["loading", "running", "finishing"]);
export type JobPhase = z.infer<typeof jobPhase>;

/** Agent → dispatcher, beside the messages of live work. */
export const jobFromAgent = [
  z.object({
    type: z.literal("job_ask"),
    /** The last offer it has heard on this connection, 0 before the first: later ones crossed this ask. */
    heard: z.int().min(0),
    /** Jobs it would begin now. A level: the newest ask is the only one, and each offer takes one of it. */
    free: z.int().min(0).max(64),
    /** Which of them may be batch work, at most `free`. */
    batch: z.int().min(0).max(64),
    workflows: z.array(workflowName).max(64),
    /** Whose models are loaded: beginning it costs no switch. */
    loaded: workflowName.nullable(),
    /** It can put a mark into pictures; one that does not say so is offered nothing that has one. */
    marks: z.boolean().optional(),
    /** What it has in hand, and ends that were not acknowledged. */
    holding: z.array(z.object(run)).max(64),
  }),
  z.object({
    type: z.literal("job_progress"),
    ...run,
    step: z.int().min(0).max(JOB_STEPS_MAX),
    steps: z.int().min(1).max(JOB_STEPS_MAX),
    output: z
      .int()
      .min(0)
      .max(JOB_OUTPUTS_MAX - 1),
    /** It stands aside for live drawing, and goes on where it stopped. */
    paused: z.boolean(),
    /** What it is at; `running` where nothing is said. */
    phase: jobPhase.optional(),
    /** Nodes of its workflow that were begun, all in all. */
    nodes: z.int().min(0).max(JOB_STEPS_MAX).optional(),
    /** Bytes that were read or stored for it, all in all. */
    bytes: z.int().min(0).max(JOB_BYTES_MAX).optional(),
  }),
  z.object({
    type: z.literal("job_preview"),
    ...run,
    output: z
      .int()
      .min(0)
      .max(JOB_OUTPUTS_MAX - 1),
    format: jobFormat,
    base64: z.base64().max(JOB_PREVIEW_MAX_CHARS),
  }),
  z.object({
    type: z.literal("job_done"),
    ...run,
    /** In the order of the offer's outputs. */
    results: z.array(jobResult).min(1).max(JOB_OUTPUTS_MAX),
    produceMs,
  }),
  z.object({ type: z.literal("job_failed"), ...run, reason: jobFailure }),
  /** Not made, and nobody's fault: it can be made elsewhere at once. */
  z.object({
    type: z.literal("job_returned"),
    ...run,
    why: z.enum(["busy", "leaving", "cancelled"]),
  }),
] as const;

/** Dispatcher → agent. */
export const jobToAgent = [
  jobOffer,
  /** End this run at the next step, whatever it is worth by then. */
  z.object({ type: z.literal("job_cancel"), ...run }),
  /** The end of this run is written down, or means nothing any more: forget it. */
  z.object({ type: z.literal("job_settled"), ...run }),
] as const;

export type JobFromAgent = z.infer<(typeof jobFromAgent)[number]>;
export type JobToAgent = z.infer<(typeof jobToAgent)[number]>;
/** One try of one job: everything said of a job names both. */
export interface JobRun {
  job: string;
  attempt: number;
}
