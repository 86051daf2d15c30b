import { log } from "../log.ts";
import type { Services } from "../services.ts";
import { runOutboxEntry, type OutboxHandlers } from "../spine/outbox-run.ts";

const OLDER_THAN_MS = 60_000;
const AT_ONCE = 50;

/** Queue messages may vanish; entries older than a minute are carried out here. */
export async function sweepOutbox(
  services: Services,
  handlers: OutboxHandlers,
  nowMs: number,
): Promise<void> {
  for (const entry of await services.outbox.openBefore(nowMs - OLDER_THAN_MS, nowMs, AT_ONCE)) {
    try {
      await runOutboxEntry(services, handlers, entry.id, nowMs);
    } catch (error) {
      log(
        "error",
        "outbox_entry_failed",
        { outboxId: entry.id, kind: entry.kind, attempts: entry.attempts },
        error,
      );
    }
  }
}
