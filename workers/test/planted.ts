/** Rows and objects as a session stores them, without drawing them: for sketches with much in them. */
import { env } from "cloudflare:workers";
import type { PictureRow } from "@llamasketch/db";
import { newPictureKey, sketchPrefix } from "../src/media/keys.ts";
import { pictureIdOf } from "../src/media/picture-id.ts";
import { services } from "../src/services.ts";
import type { NewPicture } from "../src/studios/sketch/picture-store.ts";
import { png } from "./images.ts";

const SMALL = png(64, 64);

export async function plantPicture(
  sketchId: string,
  more: Partial<NewPicture> = {},
  bytes: Uint8Array = SMALL,
): Promise<PictureRow> {
  const { media, pictures, commit } = services(env);
  const row: NewPicture = {
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
    windowMs: null,
    createdAt: Date.now(),
    ...more,
  };
  await media.put(row.objectKey, bytes, { httpMetadata: { contentType: `image/${row.format}` } });
  await commit([pictures.keep(row)]);
  return { ...row, id: pictureIdOf(row) };
}

export async function plantChunks(sketchId: string, count: number, epoch = 1, from = 0): Promise<void> {
  const { media, sketches, commit } = services(env);
  for (let chunkId = from; chunkId < from + count; chunkId++) {
    const bytes = chunkBytes(chunkId);
    await media.put(plantedKey(sketchId, chunkId), bytes);
    const place = { sketchId, chunkIndex: chunkId, chunkIds: JSON.stringify([chunkId]), epoch };
    const objectKey = plantedKey(sketchId, chunkId);
    const rest = { version: chunkId + 1, bytes: bytes.length, objectKey, createdAt: Date.now() };
    await commit(sketches.appendChunks([{ ...place, ...rest }]));
  }
}

/** Where a planted chunk lies. */
export const plantedKey = (sketchId: string, chunkId: number): string =>
  `${sketchPrefix(sketchId)}strokes/${chunkId}`;
/** What a planted chunk holds. */
export const chunkBytes = (chunkId: number): Uint8Array => new TextEncoder().encode(`chunk ${chunkId};`);
