/** One try of one entry, and what becomes of the entry then. */
import { log } from "../log.ts";
import type { OutboxOutcome } from "../feature.ts";
import { isOrdered, type OutboxEntry } from "../outbox-kinds.ts";
import type { Ports } from "../ports.ts";
import { TRIES, afterFailureMs, afterLaterMs } from "./waits.ts";

/**
 * The longest that anybody waits for an effect. A sweep begins none after four seconds and counts as hanging after thirty: one that
 * is begun last is still told to be too slow in time. Effects with more to do answer `more`; a receiver is given ten seconds.
 */
export const EFFECT_MS = 20_000;
/** Whoever began a try and says nothing for so long has died of it; longer than any effect may take. */
const LEASE_MS = 60_000;

/** Who decided it and who carries it out have clocks of their own. */
const CLOCKS_DIFFER_MS = 2000;
/** What was due when it was decided is due by every clock. */
export const isDue = ({ dueAt, createdAt }: OutboxEntry, nowMs: number): boolean =>
  dueAt === createdAt || dueAt <= nowMs + CLOCKS_DIFFER_MS;

export interface Trying {
  /** From 0 up to 1. */
  random(): number;
  effectMs: number;
}

/** `taken`: somebody else tries it at this moment. */
export interface Tried {
  ended: OutboxOutcome | "failed" | "parked" | "taken";
  /** Until the next try, of one that failed. */
  waitMs?: number;
}

class EffectTookTooLong extends Error {
  override name = "EffectTookTooLong";
}

/** What hangs goes on, and nobody hears of it: running it again is harmless. */
export async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new EffectTookTooLong(`not over after ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * It is counted as failed before it begins, and put off from its second try on: an entry that takes the whole isolate with it stands
 * in nobody's way, and is parked in the end. Throws only when the database does.
 */
export async function tryEntry(
  services: Ports,
  entry: OutboxEntry,
  effect: () => Promise<OutboxOutcome>,
  clock: () => number,
  { random = Math.random, effectMs = EFFECT_MS }: Partial<Trying> = {},
): Promise<Tried> {
  const { outbox, commit } = services;
  const { id, kind } = entry;
  if (entry.failures >= TRIES) return park(services, entry, entry.failures, clock());
  // Most entries are done at the first try: putting that off as well would cost each of them a row more, in its index.
  const isPutOff = entry.attempts > 0 || isOrdered(kind);
  const [begun] = await commit([outbox.begin(entry, isPutOff ? clock() + LEASE_MS : null)]);
  if (begun.length === 0) return { ended: "taken" };
  try {
    const ended = await within(effectMs, effect);
    if (ended === "done") await commit([outbox.done(id, clock())]);
    if (ended === "more") await commit([outbox.goOn(id, clock())]);
    if (ended === "later")
      await commit([outbox.goOn(id, clock() + afterLaterMs(entry.attempts + 1, random))]);
    return { ended };
  } catch (error) {
    const failures = entry.failures + 1;
    log("error", "outbox_entry_failed", { outboxId: id, kind, failures }, error);
    if (failures >= TRIES) return park(services, entry, failures, clock(), error);
    const waitMs = afterFailureMs(failures, random);
    await commit([outbox.postpone([id], clock() + waitMs)]);
    return { ended: "failed", waitMs };
  }
}

/** Sets it aside, and raises an alarm in the same batch. */
async function park(
  { outbox, watch, commit }: Ports,
  { id, kind }: OutboxEntry,
  failures: number,
  nowMs: number,
  error?: unknown,
): Promise<Tried> {
  await commit([
    outbox.park(id, nowMs),
    watch.addAlarm({
      id: `outbox:${id}:${nowMs}`,
      kind: "outbox_parked",
      subject: id,
      detail: JSON.stringify({ kind, failures, error: error instanceof Error ? error.name : null }),
      raisedAt: nowMs,
    }),
  ]);
  log("error", "outbox_entry_parked", { outboxId: id, kind, failures });
  return { ended: "parked" };
}
