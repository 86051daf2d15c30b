import type { JobRow, PictureRow, SketchRow } from "@llamasketch/db";
import type { Context } from "hono";
import { requireUser } from "../../accounts/identity.ts";
import type { App } from "../../http/context.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { FINAL_KIND } from "./final-request.ts";

/** The caller's own sketch; someone else's does not exist. */
export async function requireSketch(c: Context<App>, id: string): Promise<SketchRow> {
  const row = await c.get("services").sketches.byId(id, requireUser(c));
  if (!row) throw notFound("sketch");
  return row;
}

/** The caller's own sketch, whole: one that is still being copied is not yet. */
export async function requireWholeSketch(c: Context<App>, id: string): Promise<SketchRow> {
  const row = await requireSketch(c, id);
  if (await c.get("services").copies.byId(id)) throw stillCopying();
  return row;
}

/** The caller's own picture; someone else's, or one of a deleted sketch, does not exist. */
export async function requirePicture(c: Context<App>, id: string): Promise<PictureRow> {
  const row = await c.get("services").pictures.byId(id, requireUser(c));
  if (!row) throw notFound("picture");
  return row.picture;
}

/** The caller's own final; someone else's does not exist. */
export async function requireFinal(c: Context<App>, id: string): Promise<JobRow> {
  const row = await c.get("services").jobs.ofOwner(requireUser(c), id);
  if (row?.kind !== FINAL_KIND) throw notFound("final");
  return row;
}

export const stillCopying = (): ApiError =>
  new ApiError("conflict", "This sketch is still being copied.", { hint: "Try again in a moment." });

export const addressOf = (row: SketchRow): string => `${row.id}:${row.regionEpoch}`;
