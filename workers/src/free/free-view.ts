import type { CreditsView } from "@llamasketch/contract";
import type { Context } from "hono";
import type { App } from "../http/context.ts";
import { addressHolder, dayEndsAtMs } from "./address.ts";
import { isDoorOpen } from "./door.ts";
import { freeLeft } from "./free-grant.ts";

/** Set by Cloudflare alone; `x-forwarded-for` may say anything. */
export const addressOf = (c: Context<App>): string | undefined => c.req.header("cf-connecting-ip");

/** What is free today for the address that asks. */
export async function freeView(c: Context<App>, nowMs: number): Promise<CreditsView["free"]> {
  const services = c.get("services");
  const { config } = services;
  const holderId = await addressHolder(services, addressOf(c), nowMs);
  const [left, open] = await Promise.all([freeLeft(services, holderId, nowMs), isDoorOpen(c, holderId)]);
  return {
    perDay: config.freeDailyCredits,
    available: left.available + left.toCome,
    resetsAt: new Date(dayEndsAtMs(nowMs)).toISOString(),
    door: { open, siteKey: config.turnstile?.siteKey ?? null },
  };
}
