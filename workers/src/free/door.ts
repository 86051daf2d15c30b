/** The door to free work: solved once, a signed cookie keeps it open for this address until the day's credits are new. */
import type { Context } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";
import type { App } from "../http/context.ts";
import { dayEndsAtMs } from "./address.ts";

const COOKIE = "ls_free";

/** Open for `holderId` alone: carried to another address, the cookie opens nothing. */
export async function isDoorOpen(c: Context<App>, holderId: string): Promise<boolean> {
  const { config, secrets } = c.get("services");
  if (!config.turnstile) return true;
  for (const key of secrets.cookieKeys) {
    if ((await getSignedCookie(c, key, COOKIE)) === holderId) return true;
  }
  return false;
}

export async function openDoor(c: Context<App>, holderId: string, nowMs: number): Promise<void> {
  const [key = ""] = c.get("services").secrets.cookieKeys;
  await setSignedCookie(c, COOKIE, holderId, key, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure: new URL(c.req.url).protocol === "https:",
    maxAge: Math.ceil((dayEndsAtMs(nowMs) - nowMs) / 1000),
  });
}
