import type { JobRow, PictureRow, SketchRow } from "@llamasketch/db";
import { requireUser } from "../../http/require-caller.ts";
import type { Caller } from "../../http/caller.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { pictureAt } from "../../media/picture-id.ts";
import { FINAL_KIND } from "./final-request.ts";
import { writtenDown } from "./written-down.ts";

/** The caller's own sketch; someone else's does not exist. What its session holds is not in it yet. */
export async function requireSketchRow(caller: Caller, id: string): Promise<SketchRow> {
  const row = await caller.ports.sketches.byId(id, requireUser(caller));
  if (!row) throw notFound("sketch");
  return row;
}

/** The same, with all that was drawn until now written down. */
export async function requireSketch(caller: Caller, id: string): Promise<SketchRow> {
  const row = await requireSketchRow(caller, id);
  return (await writtenDown(caller.ports, [row])) ? requireSketchRow(caller, id) : row;
}

/** The caller's own sketch, whole: one that is still being copied is not yet. */
export async function requireWholeSketch(caller: Caller, id: string): Promise<SketchRow> {
  const row = await requireSketch(caller, id);
  if (await caller.ports.copies.byId(id)) throw stillCopying();
  return row;
}

/** The caller's own picture; someone else's, or one of a deleted sketch, does not exist. */
export async function requirePicture(caller: Caller, id: string): Promise<PictureRow> {
  const found = await findPicture(caller, id);
  if (!found) throw notFound("picture");
  return found.picture;
}

/** As it is served: one whose bytes are known already to be these needs nobody to be asked. */
export async function requirePictureAs(
  caller: Caller,
  id: string,
  seq: string | undefined,
): Promise<PictureRow> {
  const known = await caller.ports.pictures.byId(id, requireUser(caller));
  return known && seq === String(known.picture.seq) ? known.picture : requirePicture(caller, id);
}

async function findPicture(caller: Caller, id: string) {
  const services = caller.ports;
  const owner = requireUser(caller);
  const place = pictureAt(id);
  const sketch = place && (await services.sketches.byId(place.sketchId, owner));
  if (!sketch) return undefined;
  await writtenDown(services, [sketch]);
  return services.pictures.byId(id, owner);
}

/** The caller's own final; someone else's does not exist. */
export async function requireFinal(caller: Caller, id: string): Promise<JobRow> {
  const row = await caller.ports.jobs.ofOwner(requireUser(caller), id);
  if (row?.kind !== FINAL_KIND) throw notFound("final");
  return row;
}

export const stillCopying = (): ApiError =>
  new ApiError("conflict", "This sketch is still being copied.", { hint: "Try again in a moment." });
