import type { storageView, usageDay } from "@llamasketch/contract";
import type { z } from "@hono/zod-openapi";
import type { UserRow } from "@llamasketch/db";
import type { Ports } from "../ports.ts";
import { planOf } from "../plan.ts";

const DAY_MS = 86_400_000;
const DAYS_SHOWN = 30;

/** The last thirty days on which anything was used. */
export async function usageOf(
  { usage, ledger }: Ports,
  userId: string,
  nowMs: number,
): Promise<z.infer<typeof usageDay>[]> {
  const sinceMs = nowMs - DAYS_SHOWN * DAY_MS;
  const holderId = await ledger.holderId(userId);
  const [pictures, credits] = await Promise.all([
    usage.picturesByDay(userId, sinceMs),
    usage.creditsByDay(userId, holderId ?? null, sinceMs),
  ]);
  const days = new Map<string, { pictures: number; credits: number }>();
  for (const { day, n } of pictures) days.set(day, { pictures: n, credits: 0 });
  for (const { day, n } of credits) days.set(day, { pictures: days.get(day)?.pictures ?? 0, credits: n });
  return [...days].map(([day, used]) => ({ day, ...used })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

export async function storageOf(
  services: Ports,
  { id, plan }: Pick<UserRow, "id" | "plan">,
  budgetBytes: number,
): Promise<z.infer<typeof storageView>> {
  const { usage, storage, writers } = services;
  await Promise.all(writers.map((writeDown) => writeDown(services, id, Date.now())));
  const [{ dueAt, ...kept }, use] = await Promise.all([usage.storage(id), storage.of(id)]);
  const { keptPictures, keptDays } = planOf(plan).limits;
  return {
    ...kept,
    bytes: use?.bytes ?? 0,
    reservedBytes: use?.reserved ?? 0,
    storedBytes: budgetBytes,
    keptPictures,
    keptDays,
    removedFrom: dueAt === null ? null : new Date(dueAt).toISOString(),
  };
}
