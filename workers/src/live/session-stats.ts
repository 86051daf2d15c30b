import type { SessionState } from "@llamasketch/live";
import type { Keeper } from "./keeper.ts";
import type { SessionMemory } from "./session-memory.ts";

/** Figures of one life of a session. */
export interface SessionStats {
  generation: number;
  epoch: number;
  clients: number;
  agentId: string | null;
  frames: number;
  pictures: number;
  dropped: number;
  refused: number;
  placements: number;
  unstored: number;
  storageOps: number;
  /** What was written: rows of the database with those of its indexes, objects of the media store, rows and alarms of its own. */
  writes: { rows: number; objects: number; storage: number };
}

export function statsOf(
  { counts, generation, epoch, agent, clients }: SessionState,
  memory: SessionMemory,
  keeper: Keeper,
  rows: number,
): SessionStats {
  return {
    generation,
    epoch,
    clients: clients.size,
    agentId: agent?.agentId ?? null,
    frames: counts.frames,
    pictures: counts.pictures,
    dropped: Object.values(counts.dropped).reduce((sum, count) => sum + count, 0),
    refused: counts.refused,
    placements: counts.placements,
    unstored: keeper.unstored,
    storageOps: memory.operations,
    writes: { rows, objects: keeper.puts, storage: memory.writes },
  };
}
