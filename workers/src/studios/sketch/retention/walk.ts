/** Walks through everybody, on and on while there is time: warns who keeps more than their plan does, and later removes it. */
import type { UserRow } from "@llamasketch/db";
import { planOf } from "../../../plan.ts";
import { always, type HasTime } from "../../../has-time.ts";
import { newId } from "../../../ids.ts";
import { log } from "../../../log.ts";
import type { Ports } from "../../../ports.ts";
import { TOLD_FOR_MS } from "./bounds.ts";
import { excess } from "./excess.ts";

const WALK = "retention";
const PEOPLE_AT_ONCE = 50;
const PICTURES_AT_ONCE = 100;
const DAY_MS = 86_400_000;
const REST_MS = 20 * 3_600_000;

export async function walkRetention(
  services: Ports,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  const { retention, walks, commit } = services;
  const before = await walks.at(WALK);
  // Once around a day: who was passed an hour ago keeps what they kept.
  if (before?.cursor === "" && nowMs - before.at < REST_MS) return;
  let last: string = before?.cursor ?? "";
  for (let isRound = false; !isRound && hasTime();) {
    const people = await retention.next(last, PEOPLE_AT_ONCE);
    for (const person of people) {
      if (!hasTime()) break;
      try {
        await keepToPlan(services, person, nowMs, hasTime);
      } catch (error) {
        log("error", "retention_failed", { userId: person.id }, error);
      }
      last = person.id;
    }
    isRound = people.length < PEOPLE_AT_ONCE && last === (people.at(-1)?.id ?? last);
    await commit([walks.walked(WALK, isRound ? "" : last, nowMs)]);
  }
}

/** All that is beyond, a part at a time: one with thousands of pictures is done in one day, not in many. */
async function keepToPlan(services: Ports, person: UserRow, nowMs: number, hasTime: HasTime): Promise<void> {
  const { retention, commit } = services;
  const { limits } = planOf(person.plan);
  for (let isFirst = true; isFirst || hasTime(); isFirst = false) {
    const count = await retention.count(person.id);
    const candidates = await retention.first(person.id, PICTURES_AT_ONCE);
    const going = candidates.slice(0, excess(candidates, count, limits, nowMs));
    if (isFirst) {
      const notice = await retention.notice(person.id);
      if (going.length === 0) {
        if (notice && notice.dueAt < nowMs - TOLD_FOR_MS) await commit([retention.untell(person.id)]);
        return;
      }
      // Who cannot be written to reads on the account page what is kept, and for how long.
      if (person.email !== null) {
        const isTold = notice !== undefined && notice.dueAt > nowMs - TOLD_FOR_MS;
        if (!isTold) return askNotice(services, person.id, nowMs);
        if (notice.dueAt > nowMs) return;
      }
    }
    if (going.length === 0) return;
    await remove(services, person.id, going, nowMs);
    if (going.length < PICTURES_AT_ONCE) return;
  }
}

async function remove(
  { pictures, outbox, storage, commit, pokeOutbox }: Ports,
  userId: string,
  going: Awaited<ReturnType<Ports["retention"]["first"]>>,
  nowMs: number,
): Promise<void> {
  const gone = going.map(({ place, objectKey }) => ({ place, objectKey, outboxId: newId("request") }));
  await commit([
    ...storage.removingPictures(gone.map(({ place }) => place)),
    ...gone.flatMap(({ place, objectKey, outboxId }) => [
      pictures.remove(place),
      outbox.add({ id: outboxId, kind: "purge_object", subject: objectKey, createdAt: nowMs }),
    ]),
  ]);
  await Promise.all(gone.map(({ outboxId }) => pokeOutbox(outboxId)));
  log("info", "retention_removed", { userId, pictures: going.length });
}

/** A letter goes to a machine that is not ours: nobody's turn waits for it here. */
async function askNotice(
  { outbox, commit, pokeOutside }: Ports,
  userId: string,
  nowMs: number,
): Promise<void> {
  const id = `retention:${userId}:${Math.floor(nowMs / DAY_MS)}`;
  await commit([outbox.addOnce({ id, kind: "mail_retention", subject: userId, createdAt: nowMs })]);
  await pokeOutside([{ outboxId: id }]);
}
