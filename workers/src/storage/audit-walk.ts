/** Walks through everybody, a few at each run of the cron, and holds what is told of their storage against their rows. */
import { always, type HasTime } from "../has-time.ts";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";

const WALK = "storage";
const PEOPLE_AT_ONCE = 100;
/** Once around a day. */
const REST_MS = 20 * 3_600_000;

export async function auditStorage(services: Ports, nowMs: number, hasTime: HasTime = always): Promise<void> {
  const { storage, walks, commit } = services;
  const before = await walks.at(WALK);
  if (before?.cursor === "" && nowMs - before.at < REST_MS) return;
  let cursor = before?.cursor ?? "";
  while (hasTime()) {
    const { last, adrift } = await storage.audit(cursor, PEOPLE_AT_ONCE);
    for (const { userId, bytes, reserved, rowsBytes, rowsReserved } of adrift)
      log("warn", "storage_adrift", { userId, bytes, reserved, rowsBytes, rowsReserved });
    cursor = last ?? "";
    await commit([...adrift.map(({ userId }) => storage.repair(userId)), walks.walked(WALK, cursor, nowMs)]);
    if (last === null) return;
  }
}
