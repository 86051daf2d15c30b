/** What an operator, and the owner of a live sketch, see of the machinery. */
import { z } from "zod";

export const dispatcherOverview = z.object({
  hosts: z.array(
    z.object({
      agentId: z.string(),
      connected: z.boolean(),
      sessions: z.int(),
      capacity: z.int(),
      frameMs: z.number(),
    }),
  ),
  waiting: z.int(),
});
export const dispatcherRestarted = z.object({ restarted: z.literal(true) });

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
  agentId: z.string().nullable(),
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
