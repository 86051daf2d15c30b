/** What an operator, and the owner of a live sketch, see of the machinery. */
import { z } from "zod";
import { agentId } from "./ids.ts";

export const dispatcherOverview = z.object({
  hosts: z.array(
    z.object({
      agentId: z.string(),
      connected: z.boolean(),
      sessions: z.int(),
      capacity: z.int(),
      /** One frame on one slot, ms: as sessions timed it, else as it is thought to be. */
      frameMs: z.number(),
      /** Sessions have timed it. Until then it has one sketch at a time. */
      timed: z.boolean(),
      /** Jobs that it may have at once; one until one was timed. */
      jobsAtOnce: z.int(),
      misses: z.number(),
      /** It is not used until then. */
      restsUntil: z.string().nullable(),
    }),
  ),
  waiting: z.int(),
});
export type DispatcherOverview = z.infer<typeof dispatcherOverview>;
export const dispatcherRestarted = z.object({ restarted: z.literal(true) });

/** A GPU host that may dial in. */
export const hostView = z.object({
  id: agentId,
  name: z.string(),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
});
export type HostView = z.infer<typeof hostView>;
export const hostsView = z.object({ hosts: z.array(hostView), nextCursor: z.string().nullable() });
export const newHost = z.object({
  /** For the operator's eyes. */
  name: z.string().trim().min(1).max(80),
});
/** The credential is shown this once. */
export const createdHost = hostView.extend({ credential: z.string() });

export const ledgerWatchView = z.object({
  checks: z.array(z.object({ day: z.string(), at: z.string(), divergences: z.int() })),
  alarms: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      subject: z.string(),
      detail: z.unknown(),
      raisedAt: z.string(),
    }),
  ),
});

/** Figures of one life of a session. */
export const liveStats = z.object({
  generation: z.int(),
  epoch: z.int(),
  clients: z.int(),
  /** A host is drawing for it, or ready to. */
  attached: z.boolean(),
  frames: z.int(),
  pictures: z.int(),
  dropped: z.int(),
  refused: z.int(),
  placements: z.int(),
  unstored: z.int(),
  storageOps: z.int(),
  /** What was written: rows of the database with those of its indexes, objects of the media store, rows and alarms of its own. */
  writes: z.object({ rows: z.int(), batches: z.int(), objects: z.int(), storage: z.int() }),
});
export type LiveStats = z.infer<typeof liveStats>;

/** Queued work: what waits and runs now, and what failed for good, without anything of what was asked for. */
export const jobsWatchView = z.object({
  /** As the rows have it. */
  queued: z.int(),
  running: z.int(),
  /** As the dispatcher remembers it; less while it still reads. */
  remembered: z.object({ queued: z.int(), running: z.int() }),
  failed: z.array(
    z.object({
      id: z.string(),
      workflow: z.string(),
      class: z.enum(["interactive", "batch"]),
      reason: z.string(),
      endedAt: z.string(),
      runs: z.array(z.object({ attempt: z.int(), holder: z.string(), outcome: z.string() })),
    }),
  ),
});
