/** Rows and objects as a session stores them, without drawing them: for sketches with much in them. */
import { env } from "cloudflare:workers";
import type { PictureRow } from "@llamasketch/db";
import { newId } from "../src/ids.ts";
import { chunkKey, newPictureKey } from "../src/media/keys.ts";
import { services } from "../src/services.ts";
import { png } from "./images.ts";

const SMALL = png(64, 64);

export async function plantPicture(
  sketchId: string,
  more: Partial<PictureRow> = {},
  bytes: Uint8Array = SMALL,
): Promise<PictureRow> {
  const { media, pictures, commit } = services(env);
  const row: PictureRow = {
    id: newId("picture"),
    sketchId,
    kind: "live",
    variation: 0,
    epoch: 1,
    version: 1,
    seq: 1,
    quality: "full",
    widthPx: 64,
    heightPx: 64,
    format: "png",
    bytes: bytes.length,
    prompt: "planted",
    strength: 0.5,
    seed: 7,
    objectKey: newPictureKey(sketchId),
    pinnedAt: null,
    createdAt: Date.now(),
    ...more,
  };
  await media.put(row.objectKey, bytes, { httpMetadata: { contentType: `image/${row.format}` } });
  await commit([pictures.keep(row)]);
  return row;
}

export async function plantChunks(sketchId: string, count: number, epoch = 1, from = 0): Promise<void> {
  const { media, sketches, commit } = services(env);
  for (let chunkId = from; chunkId < from + count; chunkId++) {
    const bytes = chunkBytes(chunkId);
    await media.put(chunkKey(sketchId, chunkId), bytes);
    const row = { sketchId, chunkId, epoch, version: chunkId + 1, bytes: bytes.length, nowMs: Date.now() };
    await commit(sketches.appendChunk(row));
  }
}

/** What a planted chunk holds. */
export const chunkBytes = (chunkId: number): Uint8Array => new TextEncoder().encode(`chunk ${chunkId};`);
