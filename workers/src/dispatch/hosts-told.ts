/**
 * What is told of the hosts to whoever only looks: which models can be had, and what work costs at this demand. Anybody may
 * ask for it on and on, so one question to the dispatcher answers all that come within a few seconds.
 */
import type { BandView } from "@llamasketch/contract";
import { demandNow } from "./demand.ts";
import type { Ports } from "../ports.ts";
import { workflowsHere } from "./workflows-here.ts";

export interface HostsTold {
  /** Null: it is not known for a moment. */
  workflows: ReadonlySet<string> | null;
  demand: BandView;
}

export const TOLD_MS = 5000;
/** That nobody is here is soon over, most often. */
const NOBODY_TOLD_MS = 1000;
/** Whoever asked first may have gone away with the answer: then it is asked for anew. */
const FOLLOW_MS = 1000;

const LATE = Symbol("late");
interface Asked {
  answer: Promise<HostsTold>;
  untilMs: number;
}
/** By region, in one isolate. */
const asked = new Map<string, Asked>();

export async function hostsTold(services: Ports, nowMs: number): Promise<HostsTold> {
  const { region } = services.config;
  const before = asked.get(region);
  if (before && nowMs < before.untilMs) {
    const told = await Promise.race([before.answer, late()]);
    if (told !== LATE) return told;
  }
  const mine: Asked = { answer: ask(services), untilMs: nowMs + TOLD_MS };
  asked.set(region, mine);
  const told = await mine.answer;
  if (!told.workflows?.size) mine.untilMs = Math.min(mine.untilMs, Date.now() + NOBODY_TOLD_MS);
  return told;
}

/** For tests, whose hosts come and go faster than anybody's. */
export const forgetHosts = (): void => asked.clear();

const ask = async (services: Ports): Promise<HostsTold> => {
  const [workflows, demand] = await Promise.all([
    workflowsHere(services).catch(() => null),
    demandNow(services),
  ]);
  return { workflows, demand };
};

const late = (): Promise<typeof LATE> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(LATE), FOLLOW_MS);
  });
