import type { Placed } from "@llamasketch/live";
import type { Ports } from "../../../ports.ts";

/** Asks the region's dispatcher for an agent; one that does not answer is asked again later. */
export async function askForAgent(
  { dispatcher, config }: Ports,
  session: string,
  floor: number,
  avoid: string | null,
): Promise<Placed> {
  try {
    const answer = await dispatcher(config.region).place({ session, floor, avoid });
    if (answer.state === "busy") return { busyPosition: answer.position };
    if (answer.state === "wait") return "wait";
    return { agentId: answer.agentId, newcomer: answer.newcomer };
  } catch {
    return "wait";
  }
}

/** `frameMs`: what a frame took there. */
export const giveAgentBack = (
  { dispatcher, config }: Ports,
  session: string,
  agentId: string | null,
  frameMs: number | null,
): Promise<void> => dispatcher(config.region).release(session, agentId, frameMs);

/** Tells what a frame took on this host. Nobody waits for it: what is lost is told again by the next pictures. */
export const tellTimed = ({ dispatcher, config }: Ports, agentId: string, frameMs: number): void =>
  void dispatcher(config.region)
    .hostTimed(agentId, frameMs)
    .catch(() => undefined);

/** Tells that this session gave its host up. */
export const tellMissed = ({ dispatcher, config }: Ports, session: string, agentId: string): void =>
  void dispatcher(config.region)
    .hostMissed(agentId, session)
    .catch(() => undefined);
