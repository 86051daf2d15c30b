import { log } from "../../../log.ts";
import type { Ports } from "../../../ports.ts";
import { always, type HasTime } from "../../../has-time.ts";

/** A session settles by itself, by its own alarm; this long after it should have, it is asked to. */
const LATE_MS = 30_000;
const LOOK_BACK_MS = 65 * 60_000;
const PAGE = 100;
/** Each is an object of its own, somewhere: one that is slow to wake holds nobody up. */
const AT_ONCE = 10;

/** Holds of live drawing whose time is over and that nothing has ended: their sessions are woken. Safe to repeat. */
export async function sweepSessions(
  { ledger, session }: Ports,
  nowMs: number,
  hasTime: HasTime = always,
): Promise<void> {
  const toMs = nowMs - LATE_MS;
  for (let fromMs = nowMs - LOOK_BACK_MS, isMore = true; isMore && hasTime();) {
    const page = await ledger.abandoned(fromMs, toMs, PAGE);
    const waiting = new Set(page.map(({ sessionId }) => sessionId)).values();
    const worker = async (): Promise<void> => {
      for (const sessionId of waiting) {
        if (!hasTime()) return;
        try {
          await session(sessionId).settle();
        } catch (error) {
          log("error", "session_not_settled", { sessionId }, error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    fromMs = page.at(-1)?.expiresAt ?? fromMs;
    isMore = page.length === PAGE;
  }
}
