import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import { runOutboxEntry, type OutboxHandlers } from "./outbox-run.ts";
import type { DueMark } from "./outbox-store.ts";
import { always, type HasTime } from "../has-time.ts";

const OLDER_THAN_MS = 60_000;
const PAGE = 100;
const AT_ONCE = 8;
/** A queue takes so many messages at a time. */
const POKED_AT_ONCE = 100;
/** Until then a delivery that was given to its queue is not given to it again. */
const LEASE_MS = 5 * 60_000;

/** Queue messages may vanish; entries older than a minute are carried out here, several at a time, until none is left. */
export async function sweepOutbox(
  services: Ports,
  handlers: OutboxHandlers,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  const beforeMs = nowMs - OLDER_THAN_MS;
  for (let after: DueMark | null = null, isMore = true; isMore && hasTime();) {
    const page = await services.outbox.due("inside", { beforeMs, nowMs, after }, PAGE);
    const waiting = page.values();
    const worker = async (): Promise<void> => {
      for (const entry of waiting) {
        if (!hasTime()) return;
        try {
          await runOutboxEntry(services, handlers, entry.id, nowMs);
        } catch (error) {
          const { id, kind, attempts } = entry;
          log("error", "outbox_entry_failed", { outboxId: id, kind, attempts }, error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    after = page.at(-1) ?? after;
    isMore = page.length === PAGE;
  }
}

/**
 * What goes to machines that are not ours is only given to its queue here: nothing is sent from a sweep. The message says until
 * when the entry is put off, so that it is not too early for it.
 */
export async function sweepOutside(
  { outbox, commit, pokeOutside }: Ports,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  const beforeMs = nowMs - OLDER_THAN_MS;
  const dueAtMs = nowMs + LEASE_MS;
  for (let isMore = true; isMore && hasTime();) {
    const page = await outbox.due("outside", { beforeMs, nowMs, after: null }, POKED_AT_ONCE);
    if (page.length === 0) return;
    await pokeOutside(page.map(({ id }) => ({ outboxId: id, dueAtMs })));
    await commit([
      outbox.postpone(
        page.map(({ id }) => id),
        dueAtMs,
      ),
    ]);
    isMore = page.length === POKED_AT_ONCE;
  }
}
