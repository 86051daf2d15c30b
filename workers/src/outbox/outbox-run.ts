/** Carries out one outbox entry; running it again is harmless. */
import type { OutboxEffect } from "../feature.ts";
import type { Ports } from "../ports.ts";
import { isOutside, type InsideKind } from "../outbox-kinds.ts";

/** What each kind of entry does. */
export type OutboxHandlers = Readonly<Record<InsideKind, OutboxEffect>>;

/** After this many tries that came to nothing an entry waits longer between them, so that it stands in nobody's way. */
const PATIENT_TRIES = 3;
const WAIT_MS = 60_000;
const WAIT_MAX_MS = 10 * 60_000;

/** When an entry that is not done after so many tries is tried again by a sweep; null: by the next one. */
export const nextTryMs = (attempts: number, nowMs: number): number | null =>
  attempts < PATIENT_TRIES
    ? null
    : nowMs + Math.min(WAIT_MAX_MS, WAIT_MS * 2 ** Math.min(attempts - PATIENT_TRIES, 10));

export async function runOutboxEntry(
  services: Ports,
  handlers: OutboxHandlers,
  outboxId: string,
  nowMs: number,
): Promise<void> {
  const { outbox, commit } = services;
  const entry = await outbox.open(outboxId);
  if (!entry || entry.dueAt > nowMs) return;
  // A message of before deliveries had a queue of their own.
  if (isOutside(entry.kind)) return void (await services.pokeOutside([{ outboxId }]));
  await commit([outbox.tried(outboxId)]);
  const dueAtMs = nextTryMs(entry.attempts + 1, nowMs);
  try {
    const outcome = await handlers[entry.kind](services, entry.subject, nowMs);
    if (outcome === "done") await commit([outbox.done(outboxId, nowMs)]);
    // Only a poke: if it is lost, the sweep goes on.
    if (outcome === "more") await services.pokeOutbox(outboxId).catch(() => undefined);
    if (outcome === "later" && dueAtMs !== null) await commit([outbox.postpone([outboxId], dueAtMs)]);
  } catch (error) {
    if (dueAtMs !== null) await commit([outbox.postpone([outboxId], dueAtMs)]);
    throw error;
  }
}
