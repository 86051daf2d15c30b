import { cleanSubfolder } from "../memory-files.ts";
import type { FolderType } from "../memory-files.ts";
import { NodeFailure } from "./node.ts";
import type { ImageReference, NodeContext } from "./node.ts";

/** Free places for `count` files under a prefix, numbered on from the last one there. */
export function savePlaces(
  context: NodeContext,
  type: FolderType,
  prefix: string,
  extension: string,
  count: number,
): ImageReference[] {
  const slash = prefix.lastIndexOf("/");
  const subfolder = cleanSubfolder(prefix.slice(0, Math.max(slash, 0)));
  const stem = prefix.slice(slash + 1).replaceAll(/[\\\0]/g, "_");
  if (subfolder === null)
    throw new NodeFailure("Exception", "Saving image outside the output folder is not allowed.");
  const taken = new Set(context.files.list(type, subfolder));
  const places: ImageReference[] = [];
  for (let counter = 1; places.length < count; counter++) {
    const filename = `${stem}_${String(counter).padStart(5, "0")}_.${extension}`;
    if (!taken.has(filename)) places.push({ filename, subfolder, type });
  }
  return places;
}

/** Writes a result, unless the disk is told to be full. */
export function writeOutput(context: NodeContext, place: ImageReference, bytes: Buffer): void {
  const path = [place.type, place.subfolder, place.filename].filter(Boolean).join("/");
  if (context.faults.take("full-disk"))
    throw new NodeFailure("OSError", `[Errno 28] No space left on device: '${path}'`);
  context.files.set(place.type as FolderType, place.subfolder, place.filename, bytes);
}
