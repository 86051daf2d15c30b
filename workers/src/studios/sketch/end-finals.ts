import type { SketchRow } from "@llamasketch/db";
import type { Ports } from "../../ports.ts";
import { cancelJob } from "../../jobs/cancel-job.ts";
import { finalRequestOf } from "./final-request.ts";

/** Ends what is being made of a sketch that is gone, and gives back what was held. Safe to run again. */
export async function endFinals(services: Ports, { id, ownerId }: SketchRow, nowMs: number): Promise<void> {
  for (const row of await services.finals.openOf(ownerId))
    if (finalRequestOf(row).sketchId === id) await cancelJob(services, row, nowMs);
}
