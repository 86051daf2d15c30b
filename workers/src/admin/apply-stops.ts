/** Tells whoever hands out work what is stopped. Safe to run again: the rows say what holds. */
import type { Services } from "../services.ts";
import type { OutboxOutcome } from "../spine/outbox-run.ts";

export async function applyStops({ stops, dispatcher, config }: Services): Promise<OutboxOutcome> {
  const names = new Set((await stops.all()).map(({ name }) => name));
  await dispatcher(config.region).setStopped(names.has("all_work"));
  return "done";
}
