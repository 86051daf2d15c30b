import { log } from "../log.ts";

/** Tells a queue of an outbox entry. Never rejects: a poke that is lost is made good by the sweep, a minute later. */
export async function poke(queue: string, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    log("warn", "queue_not_poked", { queue }, error);
  }
}
