/** The door to free work: solved once, a signed cookie keeps it open for this address until the day's credits are new. */
import type { Context } from "hono";
import { readCookie, writeCookie } from "../accounts/cookies.ts";
import type { App } from "../http/context.ts";
import { dayEndsAtMs } from "./address.ts";

/** Open for `holderId` alone: carried to another address, the cookie opens nothing. */
export async function isDoorOpen(c: Context<App>, holderId: string): Promise<boolean> {
  if (!c.get("services").config.turnstile) return true;
  return (await readCookie(c, "ls_free")) === holderId;
}

export const openDoor = (c: Context<App>, holderId: string, nowMs: number): Promise<void> =>
  writeCookie(c, "ls_free", holderId, Math.ceil((dayEndsAtMs(nowMs) - nowMs) / 1000));
