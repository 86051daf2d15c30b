/** Where generations stand that have not ended, as their dispatchers know it. */
import type { GenerationView } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { isOver } from "@llamasketch/jobs";
import type { Ports } from "../../ports.ts";

type Told = Awaited<ReturnType<ReturnType<Ports["dispatcher"]>["jobStandings"]>>[number];

export interface Standing {
  told: Told;
  /** Whether a host is here that can make it; null when that is not known. */
  hasHost: boolean | null;
}

/** Two calls to each region's dispatcher; one that does not answer is not waited for. */
export async function standingsOf(
  { dispatcher }: Ports,
  rows: readonly JobRow[],
): Promise<ReadonlyMap<string, Standing>> {
  const byRegion = Map.groupBy(
    rows.filter((row) => !isOver(row)),
    ({ region }) => region,
  );
  const found = await Promise.all(
    [...byRegion].map(async ([region, open]): Promise<[string, Standing][]> => {
      const here = dispatcher(region);
      const isWaiting = open.some(({ state }) => state === "queued");
      const [standings, workflows] = await Promise.all([
        here.jobStandings(open.map(({ id }) => id)).catch(() => []),
        isWaiting ? here.jobWorkflows().catch(() => null) : null,
      ]);
      return open.map(({ id, workflow }, at) => [
        id,
        { told: standings[at] ?? null, hasHost: workflows && workflows.includes(workflow) },
      ]);
    }),
  );
  return new Map(found.flat());
}

export const queueOf = (standing: Standing | undefined): NonNullable<GenerationView["queue"]> => {
  const told = standing?.told?.state === "queued" ? standing.told : null;
  const hasHost = standing?.hasHost ?? null;
  return {
    ahead: told?.ahead ?? null,
    etaMs: told?.etaMs ?? null,
    waitingFor: hasHost === null ? null : hasHost ? "turn" : "host",
  };
};
