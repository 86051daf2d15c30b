/** The door to free work: solved once, a signed cookie keeps it open for this address until the day's credits are new. */
import type { Caller } from "../http/caller.ts";
import { dayEndsAtMs } from "../day.ts";

/** Open for `holderId` alone: carried to another address, the cookie opens nothing. */
export async function isDoorOpen(caller: Caller, holderId: string): Promise<boolean> {
  if (!caller.ports.config.turnstile) return true;
  return (await caller.cookies.read("ls_free")) === holderId;
}

export const openDoor = (caller: Caller, holderId: string, nowMs: number): Promise<void> =>
  caller.cookies.write("ls_free", holderId, Math.ceil((dayEndsAtMs(nowMs) - nowMs) / 1000));
