/** Carries out one outbox entry; running it again is harmless. */
import { purgeSketch } from "../studios/sketch/purge.ts";
import type { Services } from "../services.ts";

export async function runOutboxEntry(services: Services, outboxId: string, nowMs: number): Promise<void> {
  const entry = await services.outbox.open(outboxId);
  if (!entry) return;
  await services.commit([services.outbox.tried(outboxId)]);
  switch (entry.kind) {
    case "purge_sketch":
      await purgeSketch(services, entry.subject);
      break;
  }
  await services.commit([services.outbox.done(outboxId, nowMs)]);
}
