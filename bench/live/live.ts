import { measureRelay } from "./relay.ts";
import { measureTurns } from "./turns.ts";

/** Live drawing: how turns are shared on one GPU, and what the road through the session costs. */
export async function run(): Promise<unknown> {
  const relay = await measureRelay();
  const turns = await measureTurns();
  return { turns, relay };
}
