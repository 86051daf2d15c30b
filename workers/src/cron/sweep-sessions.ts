import { log } from "../log.ts";
import type { Services } from "../services.ts";

/** A session settles by itself, by its own alarm; this long after it should have, it is asked to. */
const LATE_MS = 30_000;
const LOOK_BACK_MS = 65 * 60_000;
const AT_ONCE = 100;

/** Holds of live drawing whose time is over and that nothing has ended: their sessions are woken. Safe to repeat. */
export async function sweepSessions({ ledger, session }: Services, nowMs: number): Promise<void> {
  for (const { sessionId } of await ledger.abandoned(nowMs - LOOK_BACK_MS, nowMs - LATE_MS, AT_ONCE)) {
    try {
      await session(sessionId).settle();
    } catch (error) {
      log("error", "session_not_settled", { sessionId }, error);
    }
  }
}
