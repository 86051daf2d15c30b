import type { CreditsView } from "@llamasketch/contract";
import type { Caller } from "../http/caller.ts";
import { addressHolder } from "./address.ts";
import { dayEndsAtMs } from "../day.ts";
import { isDoorOpen } from "./door.ts";
import { freeLeft } from "./free-grant.ts";

/** Set by Cloudflare alone; `x-forwarded-for` may say anything. */
export const addressOf = (caller: Caller): string | undefined => caller.header("cf-connecting-ip");

/** What is free today for the address that asks. */
export async function freeView(caller: Caller, nowMs: number): Promise<CreditsView["free"]> {
  const services = caller.ports;
  const { config } = services;
  const holderId = await addressHolder(services, addressOf(caller), nowMs);
  const [left, open] = await Promise.all([freeLeft(services, holderId, nowMs), isDoorOpen(caller, holderId)]);
  return {
    perDay: config.freeDailyCredits,
    available: left.available + left.toCome,
    resetsAt: new Date(dayEndsAtMs(nowMs)).toISOString(),
    door: { open, siteKey: config.turnstile?.siteKey ?? null },
  };
}
