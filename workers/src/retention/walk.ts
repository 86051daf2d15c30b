/** Walks through everybody, a few at each run of the cron: warns who keeps more than their plan does, and later removes it. */
import type { UserRow } from "@llamasketch/db";
import { planOf } from "../accounts/plan.ts";
import { newId } from "../ids.ts";
import { log } from "../log.ts";
import { retentionLetter } from "../mail/letters.ts";
import type { Services } from "../services.ts";
import { excess } from "./excess.ts";

const WALK = "retention";
const PEOPLE_AT_ONCE = 50;
const PICTURES_AT_ONCE = 100;
const DAY_MS = 86_400_000;
const REST_MS = 20 * 3_600_000;
/** Between the letter and the first picture that goes. */
export const WARNED_MS = 7 * DAY_MS;
/** So long a letter holds; whoever is beyond the plan again later is told again. */
const TOLD_FOR_MS = 60 * DAY_MS;

export async function walkRetention(services: Services, nowMs: number): Promise<void> {
  const { retention, commit, tries } = services;
  const before = await retention.walk(WALK);
  // Once around a day: who was passed an hour ago keeps what they kept.
  if (before?.cursor === "" && nowMs - before.at < REST_MS) return;
  const people = await retention.next(before?.cursor ?? "", PEOPLE_AT_ONCE);
  for (const person of people) {
    try {
      await keepToPlan(services, person, nowMs);
    } catch (error) {
      log("error", "retention_failed", { userId: person.id }, error);
    }
  }
  const last = people.length < PEOPLE_AT_ONCE ? "" : (people.at(-1)?.id ?? "");
  await commit([
    retention.walked(WALK, last, nowMs),
    tries.dropBefore(nowMs),
    services.accounts.dropProofsBefore(nowMs),
  ]);
}

async function keepToPlan(services: Services, person: UserRow, nowMs: number): Promise<void> {
  const { retention, commit } = services;
  const { limits } = planOf(person.plan);
  const count = await retention.count(person.id);
  const candidates = await retention.first(person.id, PICTURES_AT_ONCE);
  const going = candidates.slice(0, excess(candidates, count, limits, nowMs));
  const notice = await retention.notice(person.id);
  if (going.length === 0) {
    if (notice && notice.dueAt < nowMs - TOLD_FOR_MS) await commit([retention.untell(person.id)]);
    return;
  }
  // Who cannot be written to reads on the account page what is kept, and for how long.
  if (person.email !== null) {
    const isTold = notice !== undefined && notice.dueAt > nowMs - TOLD_FOR_MS;
    if (!isTold) return tell(services, person, { ...limits, count }, nowMs);
    if (notice.dueAt > nowMs) return;
  }
  const { pictures, outbox, storage, pokeOutbox } = services;
  const gone = going.map(({ place, objectKey }) => ({ place, objectKey, outboxId: newId("request") }));
  await commit([
    ...storage.removingPictures(gone.map(({ place }) => place)),
    ...gone.flatMap(({ place, objectKey, outboxId }) => [
      pictures.remove(place),
      outbox.add({ id: outboxId, kind: "purge_object", subject: objectKey, createdAt: nowMs }),
    ]),
  ]);
  await Promise.all(gone.map(({ outboxId }) => pokeOutbox(outboxId).catch(() => undefined)));
  log("info", "retention_removed", { userId: person.id, pictures: going.length });
}

async function tell(
  { mailer, retention, commit, config }: Services,
  { id, email }: UserRow,
  { count, keptPictures, keptDays }: { count: number; keptPictures: number | null; keptDays: number | null },
  nowMs: number,
): Promise<void> {
  const dueAtMs = nowMs + WARNED_MS;
  // A letter that was not sent is no notice: nothing goes before one was.
  await mailer.send(
    retentionLetter(email ?? "", {
      url: `${config.publicUrl}/sketches`,
      count,
      keptPictures,
      keptDays,
      from: new Date(dueAtMs).toISOString().slice(0, 10),
    }),
  );
  await commit([retention.tell(id, nowMs, dueAtMs)]);
}
