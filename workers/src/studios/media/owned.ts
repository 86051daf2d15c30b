import { jobId } from "@llamasketch/contract";
import type { JobRow } from "@llamasketch/db";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ZodType } from "zod";
import { requireUser } from "../../accounts/identity.ts";
import type { App } from "../../http/context.ts";
import { notFound } from "../../http/errors.ts";

/** What is no id is answered like one that nobody has. */
export const idParam = (id: ZodType) => z.string().openapi({ pattern: z.toJSONSchema(id).pattern ?? "" });
export const generationParams = { params: z.object({ id: idParam(jobId) }) };

/** Somebody else's does not exist. */
export async function requireGeneration(c: Context<App>, id: string): Promise<JobRow> {
  if (!jobId.safeParse(id).success) throw notFound("generation");
  const row = await c.get("services").jobs.ofOwner(requireUser(c), id);
  if (row?.kind !== "generation") throw notFound("generation");
  return row;
}
