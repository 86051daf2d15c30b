import { jobId } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { requireUser } from "../../accounts/identity.ts";
import type { App } from "../../http/context.ts";
import { notFound } from "../../http/errors.ts";

export const generationParams = { params: z.object({ id: jobId }) };

/** Somebody else's does not exist. */
export async function requireGeneration(c: Context<App>, id: string): Promise<JobRow> {
  const row = await c.get("services").jobs.ofOwner(requireUser(c), id);
  if (row?.kind !== "generation") throw notFound("generation");
  return row;
}
