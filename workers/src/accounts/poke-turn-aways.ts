import type { Ports } from "../ports.ts";

const AT_ONCE = 50;
/** Longer ago than any request takes that decided some. */
const JUST_NOW_MS = 60_000;

/** Pokes what was just decided: if a poke is lost, the sweep finds the entry. */
export async function pokeTurnAways({ outbox, pokeOutbox }: Ports): Promise<void> {
  // Their ids begin with when they were decided.
  const entries = await outbox.openBetween(`turn:${Date.now() - JUST_NOW_MS}`, "turn;", AT_ONCE);
  await Promise.all(entries.map(({ id }) => pokeOutbox(id)));
}
