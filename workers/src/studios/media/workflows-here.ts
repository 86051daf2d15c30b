import type { Services } from "../../services.ts";

/** What hosts that are here can run; nothing, when that cannot be known. */
export async function workflowsHere({ dispatcher, config }: Services): Promise<ReadonlySet<string>> {
  return new Set(
    await dispatcher(config.region)
      .jobWorkflows()
      .catch((): string[] => []),
  );
}
