/** Carries out one outbox entry; running it again is harmless. */
import type { OutboxEffect } from "../feature.ts";
import type { Ports } from "../ports.ts";
import { isOrdered, isOutside, type InsideKind, type OutboxEntry } from "../outbox-kinds.ts";
import { isDue, tryEntry, type Tried, type Trying } from "./try-entry.ts";

/** What each kind of entry does. */
export type OutboxHandlers = Readonly<Record<InsideKind, OutboxEffect>>;

/** Null: there was nothing to try. Throws only when the database does. */
export async function runOutboxEntry(
  services: Ports,
  handlers: OutboxHandlers,
  outboxId: string,
  nowMs: number,
  trying: Partial<Trying> = {},
): Promise<Tried | null> {
  const { outbox, commit, pokeOutbox } = services;
  const entry = await outbox.open(outboxId);
  if (!entry || !isDue(entry, nowMs)) return null;
  // A message of before deliveries had a queue of their own.
  if (isOutside(entry.kind)) {
    await services.giveOutside([{ outboxId }]);
    return null;
  }
  const run = async (one: OutboxEntry): Promise<Tried> => {
    const effect = handlers[one.kind as InsideKind];
    const tried = await tryEntry(
      services,
      one,
      () => effect(services, one.subject, nowMs),
      () => nowMs,
      trying,
    );
    if (tried.ended === "more") await pokeOutbox(one.id);
    if (isOrdered(one.kind) && (tried.ended === "done" || tried.ended === "parked")) await wakeNext(one);
    return tried;
  };
  /** Whoever waited for it. */
  const wakeNext = async ({ kind, subject }: OutboxEntry): Promise<void> => {
    const next = await outbox.oldestOf(kind, subject);
    if (!next || next.id === outboxId) return;
    await commit([outbox.wake(next, nowMs)]);
    await pokeOutbox(next.id);
  };
  for (let mine: OutboxEntry | undefined = entry; mine; mine = await outbox.open(outboxId)) {
    const older = isOrdered(mine.kind) ? await outbox.oldestOf(mine.kind, mine.subject) : undefined;
    if (!older || older.id === outboxId) return run(mine);
    if (older.dueAt <= nowMs && (await run(older)).ended === "done") continue;
    const [put] = await commit([outbox.putBehind(outboxId, older.id)]);
    if (put.length > 0) return null;
    // One of the two has ended meanwhile.
  }
  return null;
}
