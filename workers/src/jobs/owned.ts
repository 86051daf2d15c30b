import { jobId } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { z } from "@hono/zod-openapi";
import type { Caller } from "../http/caller.ts";
import { notFound } from "../http/errors.ts";
import { idParam } from "../http/id-param.ts";
import { requireUser } from "../http/require-caller.ts";

export const generationParams = { params: z.object({ id: idParam(jobId) }) };

/** The caller's own; somebody else's does not exist. */
export async function requireGeneration(caller: Caller, id: string): Promise<JobRow> {
  if (!jobId.safeParse(id).success) throw notFound("generation");
  const row = await caller.ports.jobs.ofOwner(requireUser(caller), id);
  if (row?.kind !== "generation") throw notFound("generation");
  return row;
}
