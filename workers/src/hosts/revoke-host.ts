/** A host whose credential was revoked is sent away at once. Safe to run again. */
import type { Services } from "../services.ts";
import type { OutboxOutcome } from "../spine/outbox-run.ts";

export async function revokeHost({ dispatcher, config }: Services, hostId: string): Promise<OutboxOutcome> {
  await dispatcher(config.region).revokeHost(hostId);
  return "done";
}
