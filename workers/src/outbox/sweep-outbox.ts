import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import { runOutboxEntry, type OutboxHandlers } from "./outbox-run.ts";
import type { OutboxEntry } from "../outbox-kinds.ts";
import type { DueMark } from "./outbox-store.ts";
import type { Trying } from "./try-entry.ts";
import { always, type HasTime } from "../has-time.ts";

const OLDER_THAN_MS = 60_000;
const PAGE = 100;
const AT_ONCE = 8;
/**
 * Whoever takes longer goes on and frees its place: those that hang would else have all of them for the whole sweep. In its four
 * seconds a sweep so begins 64 that hang, and no more: what is only slow shares the isolate's six connections with them.
 */
const PLACE_MS = 500;
/** A queue takes so many messages at a time. */
const POKED_AT_ONCE = 100;
/** Until then a delivery that was given to its queue is not given to it again. */
const LEASE_MS = 5 * 60_000;

export interface Sweeping extends Trying {
  placeMs: number;
}

/**
 * Queue messages may vanish; entries older than a minute are carried out here, those that are due longest first, several at a time,
 * until none is left.
 */
export async function sweepOutbox(
  services: Ports,
  handlers: OutboxHandlers,
  nowMs: number,
  hasTime: HasTime = always,
  { placeMs = PLACE_MS, ...trying }: Partial<Sweeping> = {},
): Promise<void> {
  const beforeMs = nowMs - OLDER_THAN_MS;
  const going: Promise<void>[] = [];
  const carryOut = async (entries: readonly OutboxEntry[]): Promise<void> => {
    for (const { id, kind } of entries) {
      try {
        await runOutboxEntry(services, handlers, id, nowMs, trying);
      } catch (error) {
        log("error", "outbox_entry_not_tried", { outboxId: id, kind }, error);
      }
    }
  };
  for (let after: DueMark | null = null, isMore = true; isMore && hasTime();) {
    const page = await services.outbox.due("inside", { beforeMs, nowMs, after }, PAGE);
    const waiting = inTheirOrder(page).values();
    const place = async (): Promise<void> => {
      for (const entries of waiting) {
        if (!hasTime()) return;
        const work = carryOut(entries);
        going.push(work);
        await Promise.race([work, passed(placeMs)]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, place));
    after = page.at(-1) ?? after;
    isMore = page.length === PAGE;
  }
  await Promise.all(going);
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Those of one kind about one subject one after the other, the older one first. */
const inTheirOrder = (page: readonly OutboxEntry[]): OutboxEntry[][] => [
  ...Map.groupBy(
    page.toSorted((a, b) => a.createdAt - b.createdAt),
    ({ kind, subject }) => `${kind} ${subject}`,
  ).values(),
];

/**
 * What goes to machines that are not ours is only given to its queue here: nothing is sent from a sweep. The message says until
 * when the entry is put off, so that it is not too early for it.
 */
export async function sweepOutside(
  { outbox, commit, giveOutside }: Ports,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  const beforeMs = nowMs - OLDER_THAN_MS;
  const dueAtMs = nowMs + LEASE_MS;
  for (let isMore = true; isMore && hasTime();) {
    const page = await outbox.due("outside", { beforeMs, nowMs, after: null }, POKED_AT_ONCE);
    if (page.length === 0) return;
    await giveOutside(page.map(({ id }) => ({ outboxId: id, dueAtMs })));
    await commit([
      outbox.postpone(
        page.map(({ id }) => id),
        dueAtMs,
      ),
    ]);
    isMore = page.length === POKED_AT_ONCE;
  }
}
