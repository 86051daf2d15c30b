import type { LiveStats } from "@llamasketch/contract";
import type { SessionState } from "@llamasketch/live";
import type { Keeper } from "./keeper.ts";
import type { SessionMemory } from "./session-memory.ts";

export function statsOf(
  { counts, generation, epoch, agent, clients }: SessionState,
  memory: SessionMemory,
  keeper: Keeper,
  written: { rows: number; batches: number },
): LiveStats {
  return {
    generation,
    epoch,
    clients: clients.size,
    attached: agent?.attached ?? false,
    frames: counts.frames,
    pictures: counts.pictures,
    dropped: Object.values(counts.dropped).reduce((sum, count) => sum + count, 0),
    refused: counts.refused,
    placements: counts.placements,
    unstored: keeper.unstored,
    storageOps: memory.operations,
    writes: { ...written, objects: keeper.puts, storage: memory.writes },
  };
}
