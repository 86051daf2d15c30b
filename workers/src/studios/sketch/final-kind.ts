/** How a final ends: as a picture of its sketch's history, like any other, or as nothing at all. */
import { finalPictureKey, finalPicturePrefix, markedPictureKey } from "../../media/keys.ts";
import { newId } from "../../ids.ts";
import type { JobKind } from "../../feature.ts";
import { REPLACES } from "../../storage/store.ts";
import { finalPlace, finalRequestOf } from "./final-request.ts";

export const sketchFinal: JobKind = {
  isWanted: ({ sketches }, row) => sketches.exists(finalRequestOf(row).sketchId),

  async keep({ media, pictures, storage }, row, [result], nowMs) {
    if (!result) throw new Error("a final without a picture");
    const asked = finalRequestOf(row);
    const place = finalPlace(asked);
    const { format, widthPx, heightPx, markedKey } = result;
    // Where all of a sketch's pictures lie, so that it is copied, archived and removed with them.
    const cleanKey = finalPictureKey(asked.sketchId, row.id, row.attempt);
    const objectKey = markedKey === null ? cleanKey : markedPictureKey(cleanKey);
    const bytes = markedKey === null ? result.bytes : (result.markedBytes ?? result.bytes);
    await move(media, result.objectKey, cleanKey, format);
    if (markedKey !== null) await move(media, markedKey, objectKey, format);
    const shape = { quality: "final" as const, format, widthPx, heightPx, bytes };
    const { prompt, strength, seed } = asked.settings;
    const rest = { objectKey, pinnedAt: null, windowMs: null, createdAt: nowMs };
    return [
      storage.storing(place.sketchId, { pictures: [{ ...place, seq: REPLACES, bytes }] }),
      pictures.retire(place, newId("request"), nowMs),
      pictures.keepFinal({ ...place, ...shape, prompt, strength, seed, ...rest }),
    ];
  },

  async tidy({ media, pictures }, row) {
    const { objects } = await media.list({
      prefix: finalPicturePrefix(finalRequestOf(row).sketchId, row.id),
    });
    for (const { key } of objects) {
      const isShown = (await pictures.isUsed(key)) || (await pictures.isUsed(markedPictureKey(key)));
      if (!isShown) await media.delete(key);
    }
  },
};

async function move(media: R2Bucket, from: string, to: string, format: string): Promise<void> {
  const object = await media.get(from);
  if (!object) throw new Error("a final's picture is gone before it was settled");
  await media.put(to, object.body, { httpMetadata: { contentType: `image/${format}` } });
}
