/** Carries out one outbox entry; running it again is harmless. */
import type { Services } from "../services.ts";
import type { OutboxEntry } from "./outbox-store.ts";

/** What each kind of entry does; whoever adds a kind adds its handler where the table is made. */
export type OutboxHandlers = Record<
  OutboxEntry["kind"],
  (services: Services, subject: string) => Promise<void>
>;

export async function runOutboxEntry(
  services: Services,
  handlers: OutboxHandlers,
  outboxId: string,
  nowMs: number,
): Promise<void> {
  const entry = await services.outbox.open(outboxId);
  if (!entry) return;
  await services.commit([services.outbox.tried(outboxId)]);
  await handlers[entry.kind](services, entry.subject);
  await services.commit([services.outbox.done(outboxId, nowMs)]);
}
