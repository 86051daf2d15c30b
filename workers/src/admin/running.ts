/** Whether work may begin: read by whatever admits it. */
import type { Stop } from "@llamasketch/contract";
import type { UserRow } from "@llamasketch/db";
import { balanceOf } from "../ledger/balance.ts";
import { ApiError } from "../http/errors.ts";
import type { Ports } from "../ports.ts";

/** As a query gives them, with commas between. */
export const stopsIn = (text: string | null): ReadonlySet<string> => new Set(text?.split(",") ?? []);

/** Throws while this person's work is stopped. Who pays is looked up only when what nobody pays for is. */
export async function requireRunning(
  services: Ports,
  person: UserRow | null,
  nowMs: number,
  stops?: ReadonlySet<string>,
): Promise<void> {
  const stopped = stops ?? new Set((await services.stops.all()).map(({ name }) => name));
  const isStopped = (name: Stop): boolean => stopped.has(name);
  if (isStopped("all_work"))
    throw new ApiError("unavailable", "Drawing is paused for everyone at the moment.", {
      hint: "What you draw is kept here; pictures come when it goes on.",
    });
  if (isStopped("free_work") && !(await isPaying(services, person, nowMs)))
    throw new ApiError("unavailable", "Free drawing is paused for now.", {
      hint: "It goes on with credits or a plan; what you drew is kept.",
    });
}

async function isPaying(services: Ports, person: UserRow | null, nowMs: number): Promise<boolean> {
  if (person && person.plan !== "free") return true;
  return (await balanceOf(services, person?.id ?? null, nowMs)).available > 0;
}
