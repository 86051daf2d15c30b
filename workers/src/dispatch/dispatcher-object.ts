/** What others may ask of a region's dispatcher. */
import type { DispatcherOverview } from "@llamasketch/contract";
import type { PlaceResult } from "@llamasketch/scheduling";
import type { JobBrief } from "../jobs/job-rows.ts";
import type { JobStanding } from "./desk-memory.ts";

export interface DispatcherObject extends Rpc.DurableObjectBranded {
  fetch(request: Request): Response;
  /** While all work is stopped no session is placed, and none stays placed. Safe to call again. */
  setStopped(stopped: boolean): Promise<void>;
  /** A session asks for an agent; asking again is harmless. */
  place(ask: { session: string; floor: number; avoid: string | null }): Promise<PlaceResult>;
  /** A session needs its agent no longer; `frameMs`: what a frame took there, on the session's clock. */
  release(session: string, agentId: string | null, frameMs: number | null): Promise<void>;
  /** What a frame took on this host, on a session's clock. */
  hostTimed(agentId: string, frameMs: number): void;
  /** A session gave this host up: it was late, lied or never came. */
  hostMissed(agentId: string, session: string): void;
  /** Its credential opens nothing any more: its sockets end, and what it had is done elsewhere. Safe to call again. */
  revokeHost(agentId: string): Promise<void>;
  /** What an operator sees: every host and what is on it. */
  overview(): DispatcherOverview;
  /** A job that waits; those that are known are passed over. */
  enqueueJob(job: JobBrief): Promise<void>;
  /** Its owner wants it no more. */
  dropJob(jobId: string): void;
  /** What becomes of a job, as server-sent events; null when enough listen. */
  watchJob(jobId: string): ReadableStream<Uint8Array> | null;
  /** Of each, in the order they are asked for. */
  jobStandings(jobIds: readonly string[]): Promise<(JobStanding | null)[]>;
  /** What hosts that are here can run. */
  jobWorkflows(): string[];
  jobCounts(): { queued: number; running: number; loaded: boolean };
  sweepJobs(): Promise<void>;
  /** Ends this object at once, as a crash or a deploy would; agents and sessions must not mind. */
  restart(): void;
}
