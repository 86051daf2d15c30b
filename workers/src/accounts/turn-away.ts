/** Ends the live sockets of who may not stay as they are: signed out, signed in as somebody, or banned. */
import type { Services } from "../services.ts";
import type { OutboxOutcome } from "../spine/outbox-run.ts";

const AT_ONCE = 50;

/** `subject`: the address of a live session, a space, and a user's or a device's id. Safe to run again. */
export async function turnAway(services: Services, subject: string): Promise<OutboxOutcome> {
  const [address = "", who = ""] = subject.split(" ");
  await services.session(address).turnAway(who);
  return "done";
}

/** Longer ago than any request takes that decided some. */
const JUST_NOW_MS = 60_000;

/** Pokes what was just decided: if a poke is lost, the sweep finds the entry. */
export async function pokeTurnAways({ outbox, pokeOutbox }: Services): Promise<void> {
  // Their ids begin with when they were decided.
  const entries = await outbox.openBetween(`turn:${Date.now() - JUST_NOW_MS}`, "turn;", AT_ONCE);
  await Promise.all(entries.map(({ id }) => pokeOutbox(id).catch(() => undefined)));
}
