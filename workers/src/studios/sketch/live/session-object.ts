/** What others may ask of a sketch's live session. */
import type { LiveStats } from "@llamasketch/contract";

export interface SessionObject extends Rpc.DurableObjectBranded {
  fetch(request: Request): Promise<Response>;
  writeDown(): Promise<void>;
  settle(): Promise<void>;
  leave(deletedAtMs: number): Promise<void>;
  turnAway(who: string): void;
  dismissHost(agentId: string): void;
  end(): Promise<void>;
  adopt(epoch: number, chunks: number): void;
  stats(): LiveStats;
}
