/**
 * How fast somebody may bring what has to be read and stored: pictures, copies. A budget says how much there may be in the end; without
 * this the whole of it comes in half a minute, and everybody waits.
 */
import type { Caller } from "../http/caller.ts";
import { ApiError } from "../http/errors.ts";
import { budgetOf } from "./budget.ts";

/** Nobody fills their budget faster than in this time. */
const FILL_S = 600;
/** What may come at once: as much as comes in this time. */
const AT_ONCE_S = 15;

/** Of the body of this request, which was not read yet; no body without a length comes so far. */
export const sentBytes = (caller: Caller): number => Number(caller.header("content-length") ?? 0);

/** Before anything of it is read. A newcomer is nobody yet, and is asked from their second on. */
export async function requireIntake(caller: Caller, bytes: number, nowMs: number): Promise<void> {
  const userId = caller.userId;
  const { intake: store, config } = caller.ports;
  if (!userId || !config.hasLimits) return;
  const bytesPerS = (await budgetOf(caller, nowMs)) / FILL_S;
  const costMs = Math.ceil((bytes / bytesPerS) * 1000);
  if (await store.take(userId, costMs, nowMs, AT_ONCE_S * 1000)) return;
  const waitMs = (await store.busyUntil(userId)) - nowMs - AT_ONCE_S * 1000;
  const waitS = Math.max(1, Math.ceil(waitMs / 1000));
  throw new ApiError("too_many_requests", "You are uploading faster than your plan allows.", {
    hint: `Wait ${waitS} seconds, then try again.`,
    retryAfterS: waitS,
  });
}
