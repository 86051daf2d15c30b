/**
 * Carries out what goes to somebody else's machine: several at a time, few for one person and one receiving host. Who does not
 * answer in time rests, and so does whoever sends there: nobody waits behind a machine that is not ours.
 */
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";
import type { OutsideEffect, Receiver } from "../feature.ts";
import { isOutside, type OutsideKind } from "../outbox-kinds.ts";
import type { RestRow } from "./rest-store.ts";
import { EFFECT_MS, isDue, tryEntry, within, type Trying } from "./try-entry.ts";

export type OutsideEffects = Readonly<Record<OutsideKind, OutsideEffect>>;

/** `dueAtMs`: the sweep put the entry off until then while this message is on its way, and so it is not too early. */
export interface OutsideMessage {
  outboxId: string;
  dueAtMs?: number;
}

/** At once in one run; as many runs go on at a time as `wrangler.toml` says of the queue. */
const OF_PERSON = 4;
const OF_HOST = 2;
/** No sending begins later than this after its run did: a run is over in little more than one time limit. */
const RUN_MS = 10_000;
/** An answer that took longer is taken, and counts as a miss all the same. */
const SLOW_MS = 5000;
/** The first misses of a person mean nothing: one of their receivers may be down, not all. */
const PERSON_MISSES = 3;
const REST_MS = 30_000;
const REST_MAX_MS = 10 * 60_000;
/** What did not come to its turn in a run comes in another. */
const PUT_OFF_MS = 30_000;

const hostKey = (host: string): string => `host:${host}`;
const personKey = (personId: string): string => `person:${personId}`;

/** Never throws: what fails is left to the sweep, later each time. */
export async function runOutside(
  services: Ports,
  effects: OutsideEffects,
  messages: readonly OutsideMessage[],
  clock: () => number = Date.now,
  trying: Partial<Trying> = {},
): Promise<void> {
  const untilMs = clock() + RUN_MS;
  const lanes = new Lanes();
  const ids = new Set<string>();
  const once = messages.filter(({ outboxId }) => !ids.has(outboxId) && ids.add(outboxId));
  await Promise.all(
    once.map(async (message) => {
      try {
        await carryOut(services, effects, message, { clock, untilMs, lanes, trying });
      } catch (error) {
        log("error", "outbox_entry_not_tried", { outboxId: message.outboxId }, error);
      }
    }),
  );
}

interface Run {
  clock(): number;
  untilMs: number;
  lanes: Lanes;
  trying: Partial<Trying>;
}

async function carryOut(
  services: Ports,
  effects: OutsideEffects,
  { outboxId, dueAtMs }: OutsideMessage,
  { clock, untilMs, lanes, trying }: Run,
): Promise<void> {
  const { outbox, commit, rests } = services;
  const entry = await outbox.open(outboxId);
  if (!entry || !isOutside(entry.kind)) return;
  if (!isDue(entry, clock()) && entry.dueAt !== dueAtMs) return;
  const effect = effects[entry.kind];
  let receiver: Receiver | null;
  try {
    receiver = await within(trying.effectMs ?? EFFECT_MS, () => effect.to(services, entry.subject));
  } catch (error) {
    return void (await tryEntry(services, entry, () => Promise.reject(error), clock, trying));
  }
  if (!receiver) return void (await commit([outbox.done(outboxId, clock())]));
  const keys = [hostKey(receiver.host), personKey(receiver.personId)] as const;
  const leave = await lanes.enter(keys);
  try {
    const putOff = (untilMs: number) => commit([outbox.postpone([outboxId], untilMs)]);
    if (clock() > untilMs) return void (await putOff(clock() + PUT_OFF_MS));
    const known = await rests.among(keys);
    const restsUntilMs = Math.max(0, ...known.map(({ until }) => until));
    if (restsUntilMs > clock()) return void (await putOff(restsUntilMs));
    const beganMs = clock();
    const send = () => effect.send(services, entry.subject, beganMs);
    if ((await tryEntry(services, entry, send, clock, trying)).ended === "taken") return;
    const isSlow = clock() - beganMs > SLOW_MS;
    if (isSlow) await commit(missed(keys, known, clock()).map(rests.put));
    else if (known.length > 0) await commit([rests.forget(keys)]);
  } finally {
    leave();
  }
}

/** Each rests twice as long as the time before. */
function missed(
  [host, person]: readonly [string, string],
  known: readonly RestRow[],
  nowMs: number,
): RestRow[] {
  const rowOf = (key: string, free: number): RestRow => {
    const misses = (known.find((row) => row.key === key)?.misses ?? 0) + 1;
    const restMs = misses <= free ? 0 : Math.min(REST_MAX_MS, REST_MS * 2 ** Math.min(misses - free - 1, 10));
    return { key, misses, until: nowMs + restMs };
  };
  return [rowOf(host, 0), rowOf(person, PERSON_MISSES)];
}

/** Places at once for each host and each person of one run. */
class Lanes {
  readonly #taken = new Map<string, number>();
  readonly #waiting: (() => void)[] = [];

  /** Resolves when there is a place in all of them, with how to leave it. */
  async enter(keys: readonly [host: string, person: string]): Promise<() => void> {
    const [host, person] = keys;
    while (this.#at(host) >= OF_HOST || this.#at(person) >= OF_PERSON)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    for (const key of keys) this.#taken.set(key, this.#at(key) + 1);
    return () => {
      for (const key of keys) this.#taken.set(key, this.#at(key) - 1);
      for (const wake of this.#waiting.splice(0)) wake();
    };
  }

  #at(key: string): number {
    return this.#taken.get(key) ?? 0;
  }
}
