/** Carries out one outbox entry; running it again is harmless. */
import type { Services } from "../services.ts";
import type { OutboxEntry } from "./outbox-store.ts";

/** `later`: it is not time yet, the sweep comes back; `more`: a part is done, go on at once. */
export type OutboxOutcome = "done" | "later" | "more";

/** What each kind of entry does; whoever adds a kind adds its handler where the table is made. */
export type OutboxHandlers = Record<
  OutboxEntry["kind"],
  (services: Services, subject: string, nowMs: number) => Promise<OutboxOutcome>
>;

export async function runOutboxEntry(
  services: Services,
  handlers: OutboxHandlers,
  outboxId: string,
  nowMs: number,
): Promise<void> {
  const entry = await services.outbox.open(outboxId);
  if (!entry || entry.dueAt > nowMs) return;
  await services.commit([services.outbox.tried(outboxId)]);
  const outcome = await handlers[entry.kind](services, entry.subject, nowMs);
  if (outcome === "done") await services.commit([services.outbox.done(outboxId, nowMs)]);
  // Only a poke: if it is lost, the sweep goes on.
  if (outcome === "more") await services.pokeOutbox(outboxId).catch(() => undefined);
}
