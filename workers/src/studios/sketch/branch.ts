import type { SketchCopyRow } from "@llamasketch/db";
import type { Caller } from "../../http/caller.ts";
import { requirePicture, requireWholeSketch } from "./owned.ts";
import type { NewSketch } from "./new-sketch.ts";

export interface Branch {
  /** As in the picture and its sketch, unless asked for otherwise. */
  like: Omit<NewSketch, "id" | "ownerId" | "region" | "regionEpoch" | "createdAt">;
  copy: Omit<SketchCopyRow, "sketchId" | "createdAt">;
}

/** What a sketch takes over that begins from one of the caller's pictures. */
export async function branchFrom(caller: Caller, pictureId: string): Promise<Branch> {
  const { sketches, pictures, storage } = caller.ports;
  const picture = await requirePicture(caller, pictureId);
  const { sketchId, epoch, version, prompt, strength, seed } = picture;
  const source = await requireWholeSketch(caller, sketchId);
  const [reached, counts, lastChunk, lastPicture] = await Promise.all([
    sketches.chunkReaching(sketchId, epoch, version),
    sketches.chunkCounts([sketchId]),
    sketches.lastChunk(sketchId),
    pictures.last(sketchId),
  ]);
  const chunks = reached === undefined ? (counts.get(sketchId) ?? 0) : reached + 1;
  const { title, widthPx, heightPx } = source;
  return {
    like: {
      title,
      widthPx,
      heightPx,
      prompt,
      strength,
      seed,
      parentSketchId: sketchId,
      parentPictureId: pictureId,
      parentEpoch: epoch,
      parentVersion: version,
    },
    copy: {
      sourceId: sketchId,
      bytes: await storage.sizeOfCopy(sketchId, chunks, picture.bytes, false),
      chunks,
      epoch: Math.max(lastChunk?.epoch ?? 0, lastPicture?.epoch ?? 0, epoch),
      pictureId,
    },
  };
}
