import type { CreditsView } from "@llamasketch/contract";
import { FREE_CREDITS_PER_DAY } from "@llamasketch/pricing";
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { addressHolder, dayEndsAtMs } from "./address.ts";
import { isDoorOpen } from "./door.ts";
import { potHolder } from "./free-grant.ts";

/** Set by Cloudflare alone; `x-forwarded-for` may say anything. */
export const addressOf = (c: Context<App>): string | undefined => c.req.header("cf-connecting-ip");

/** What is free today for the address that asks. */
export async function freeView(c: Context<App>, nowMs: number): Promise<CreditsView["free"]> {
  const services = c.get("services");
  const { config, free } = services;
  const holderId = await addressHolder(services, addressOf(c), nowMs);
  const [given, pot, open] = await Promise.all([
    free.given(holderId, nowMs),
    free.pot(potHolder(nowMs), nowMs),
    isDoorOpen(c, holderId),
  ]);
  const toCome = Math.min(FREE_CREDITS_PER_DAY - given.units, pot ?? config.freeBudgetCredits);
  return {
    perDay: FREE_CREDITS_PER_DAY,
    available: given.available + Math.max(0, toCome),
    resetsAt: new Date(dayEndsAtMs(nowMs)).toISOString(),
    door: { open, siteKey: config.turnstile?.siteKey ?? null },
  };
}
