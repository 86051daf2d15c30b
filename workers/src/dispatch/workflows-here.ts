import { ApiError } from "../http/errors.ts";
import { log } from "../log.ts";
import type { Ports } from "../ports.ts";

/** Workflows that hosts that are here can run. Unknown is not none: a job would be held for a model that nobody has. */
export async function workflowsHere({ dispatcher, config }: Ports): Promise<ReadonlySet<string>> {
  try {
    return new Set(await dispatcher(config.region).jobWorkflows());
  } catch (error) {
    log("error", "hosts_not_known", { region: config.region }, error);
    throw hostsNotKnown();
  }
}

export const hostsNotKnown = (): ApiError =>
  new ApiError("unavailable", "The model list is temporarily unavailable.", {
    hint: "Try again in a moment.",
  });
