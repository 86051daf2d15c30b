import type { JobRow, PictureRow, SketchRow } from "@llamasketch/db";
import type { Context } from "hono";
import { requireUser } from "../../accounts/identity.ts";
import type { App } from "../../http/context.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { pictureAt } from "../../picture-id.ts";
import { FINAL_KIND } from "./final-request.ts";
import { writtenDown } from "./written-down.ts";

/** The caller's own sketch; someone else's does not exist. What its session holds is not in it yet. */
export async function requireSketchRow(c: Context<App>, id: string): Promise<SketchRow> {
  const row = await c.get("services").sketches.byId(id, requireUser(c));
  if (!row) throw notFound("sketch");
  return row;
}

/** The same, with all that was drawn until now written down. */
export async function requireSketch(c: Context<App>, id: string): Promise<SketchRow> {
  const row = await requireSketchRow(c, id);
  return (await writtenDown(c.get("services"), [row])) ? requireSketchRow(c, id) : row;
}

/** The caller's own sketch, whole: one that is still being copied is not yet. */
export async function requireWholeSketch(c: Context<App>, id: string): Promise<SketchRow> {
  const row = await requireSketch(c, id);
  if (await c.get("services").copies.byId(id)) throw stillCopying();
  return row;
}

/** The caller's own picture; someone else's, or one of a deleted sketch, does not exist. */
export async function requirePicture(c: Context<App>, id: string): Promise<PictureRow> {
  const found = await findPicture(c, id);
  if (!found) throw notFound("picture");
  return found.picture;
}

/** As it is served: one whose bytes are known already to be these needs nobody to be asked. */
export async function requirePictureAs(
  c: Context<App>,
  id: string,
  seq: string | undefined,
): Promise<PictureRow> {
  const known = await c.get("services").pictures.byId(id, requireUser(c));
  return known && seq === String(known.picture.seq) ? known.picture : requirePicture(c, id);
}

async function findPicture(c: Context<App>, id: string) {
  const services = c.get("services");
  const owner = requireUser(c);
  const place = pictureAt(id);
  const sketch = place && (await services.sketches.byId(place.sketchId, owner));
  if (!sketch) return undefined;
  await writtenDown(services, [sketch]);
  return services.pictures.byId(id, owner);
}

/** The caller's own final; someone else's does not exist. */
export async function requireFinal(c: Context<App>, id: string): Promise<JobRow> {
  const row = await c.get("services").jobs.ofOwner(requireUser(c), id);
  if (row?.kind !== FINAL_KIND) throw notFound("final");
  return row;
}

export const stillCopying = (): ApiError =>
  new ApiError("conflict", "This sketch is still being copied.", { hint: "Try again in a moment." });
