import type { OutboxOutcome } from "../feature.ts";
import type { Ports } from "../ports.ts";

/** Removes what somebody made who is gone, in every feature, a part at a time. Safe to run again, and by two at once. */
export async function purgeUser(ports: Ports, userId: string, nowMs: number): Promise<OutboxOutcome> {
  let isMore = false;
  for (const erase of ports.erasers) isMore = (await erase(ports, userId, nowMs)) || isMore;
  return isMore ? "more" : "done";
}
