import type { SketchRow } from "@llamasketch/db";
import type { Context } from "hono";
import { requireUser } from "../../accounts/identity.ts";
import type { App } from "../../http/context.ts";
import { notFound } from "../../http/errors.ts";

/** The caller's own sketch; someone else's does not exist. */
export async function requireSketch(c: Context<App>, id: string): Promise<SketchRow> {
  const row = await c.get("services").sketches.byId(id, requireUser(c));
  if (!row) throw notFound("sketch");
  return row;
}

export const addressOf = (row: SketchRow): string => `${row.id}:${row.regionEpoch}`;
