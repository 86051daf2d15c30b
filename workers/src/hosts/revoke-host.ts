/** A host whose credential was revoked is sent away at once. Safe to run again. */
import type { Ports } from "../ports.ts";
import type { OutboxOutcome } from "../feature.ts";

export async function revokeHost({ dispatcher, config }: Ports, hostId: string): Promise<OutboxOutcome> {
  await dispatcher(config.region).revokeHost(hostId);
  return "done";
}
