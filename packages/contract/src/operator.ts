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
});
export type LiveStats = z.infer<typeof liveStats>;
