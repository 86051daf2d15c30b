/** Tells whoever hands out work what is stopped. Safe to run again: the rows say what holds. */
import type { Ports } from "../ports.ts";
import type { OutboxOutcome } from "../feature.ts";

export async function applyStops({ stops, dispatcher, config }: Ports): Promise<OutboxOutcome> {
  const names = new Set((await stops.all()).map(({ name }) => name));
  await dispatcher(config.region).setStopped(names.has("all_work"));
  return "done";
}
