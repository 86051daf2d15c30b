/** How a final ends: as a picture of its sketch's history, like any other, or as nothing at all. */
import { finalPictureKey, finalPicturePrefix } from "../../media/keys.ts";
import { newId } from "../../ids.ts";
import type { JobKind } from "../../spine/job-kinds.ts";
import { REPLACES } from "../../storage/store.ts";
import { finalPlace, finalRequestOf } from "./final-request.ts";

export const sketchFinal: JobKind = {
  isWanted: ({ sketches }, row) => sketches.exists(finalRequestOf(row).sketchId),

  async keep({ media, pictures, storage }, row, [result], nowMs) {
    if (!result) throw new Error("a final without a picture");
    const asked = finalRequestOf(row);
    const place = finalPlace(asked);
    const object = await media.get(result.objectKey);
    if (!object) throw new Error("a final's picture is gone before it was settled");
    // Where all of a sketch's pictures lie, so that it is copied, archived and removed with them.
    const objectKey = finalPictureKey(asked.sketchId, row.id, row.attempt);
    const { format, widthPx, heightPx, bytes } = result;
    await media.put(objectKey, object.body, { httpMetadata: { contentType: `image/${format}` } });
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
    for (const { key } of objects) if (!(await pictures.isUsed(key))) await media.delete(key);
  },
};
