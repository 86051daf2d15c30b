import type { SessionEvent } from "@llamasketch/live";
import type { Services } from "../services.ts";

type Placed = Extract<SessionEvent, { type: "placed" }>["result"];

/** Asks the region's dispatcher for an agent; one that does not answer is asked again later. */
export async function askForAgent(
  { dispatcher, config }: Services,
  session: string,
  floor: number,
  avoid: string | null,
): Promise<Placed> {
  try {
    const answer = await dispatcher(config.region).place({ session, floor, avoid });
    if (answer.state === "busy") return { busyPosition: answer.position };
    return answer.state === "assigned" ? { agentId: answer.agentId } : answer.state;
  } catch {
    return "wait";
  }
}

/** `frameMs`: what a frame took there. */
export const giveAgentBack = (
  { dispatcher, config }: Services,
  session: string,
  agentId: string | null,
  frameMs: number | null,
): Promise<void> => dispatcher(config.region).release(session, agentId, frameMs);
