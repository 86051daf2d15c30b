/** What the runner of queued jobs is handed: something that makes outputs, and a way for their bytes. */
import type { JobFailure, JobFormat, JobOffer, JobPhase } from "@llamasketch/contract";

export interface JobWork {
  offer: JobOffer;
  /** Which of the offer's outputs, from 0. */
  output: number;
  /** The picture that goes in. */
  image: Uint8Array | null;
  deadlineMs: number;
}

export interface JobOutput {
  bytes: Uint8Array;
  format: JobFormat;
  widthPx: number;
  heightPx: number;
  /** The copy with the offer's mark. */
  marked?: { bytes: Uint8Array; format: JobFormat } | null;
  thumbnail: { bytes: Uint8Array; format: JobFormat } | null;
  blurHash: string | null;
}

export interface JobHeard {
  onStep(step: number, steps: number): void;
  /** Another node of its workflow began. */
  onNode?(): void;
  /** What it is at now. */
  onPhase?(phase: JobPhase): void;
  onPaused(paused: boolean): void;
  onPreview(bytes: Uint8Array, format: JobFormat): void;
}

/** One slot of a GPU host, for queued work. */
export interface JobProducer {
  /** Names of what can be run here now; none while its ComfyUI is away. */
  readonly workflows: readonly string[];
  /** Whether a visible mark can be put into pictures here. */
  readonly marks?: boolean;
  /** Whose models are loaded, as far as is known. */
  readonly loaded: string | null;
  /** Those of `workflows` for which no model is loaded first: the last job's, and that of live drawing. */
  readonly atHand: readonly string[];
  /** Rejects with `JobStopped` once it was asked to stop, else with `JobFailed`. */
  run(work: JobWork, heard: JobHeard): Promise<JobOutput>;
  /** Ends the output in hand at its next step. */
  stop(): Promise<void>;
  close(): void;
}

/** One key, by one ticket. */
export type JobLeave = JobOffer["outputs"][number]["result"];

/** Bytes between the host and the platform's store. Rejects with `JobFailed`. */
export interface JobRoad {
  read(leave: JobLeave): Promise<Uint8Array>;
  /** Safe to repeat with the same bytes. */
  put(leave: JobLeave, bytes: Uint8Array, format: JobFormat): Promise<{ etag: string; bytes: number }>;
}

/** Its message is the agent's own words, without anything of the job's. */
export class JobFailed extends Error {
  override readonly name = "JobFailed";
  readonly reason: JobFailure;
  constructor(reason: JobFailure, message: string) {
    super(message);
    this.reason = reason;
  }
}

export class JobStopped extends Error {
  override readonly name = "JobStopped";
}
