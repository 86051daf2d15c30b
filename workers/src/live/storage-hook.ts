/**
 * What a session stores counts for whom: the one place where a block's batch adds its bytes, pictures and strokes together, and
 * where what may still be stored comes from. There is no count yet: nothing is added, and there is no bound.
 */
import type { Services } from "../services.ts";
import type { Statement } from "../spine/commit.ts";

/**
 * Goes into the batch that writes these bytes down, before the sketch's own row. A batch may be said twice: what this adds
 * must stand under `WHERE (SELECT written_at FROM sketches WHERE id = sketchId) < nowMs`, which is true once.
 */
export const addStoredBytes = (
  _services: Services,
  _stored: { sketchId: string; bytes: number; nowMs: number },
): Statement[] => [];

/** Asked when a session opens and after each batch; null: without a bound. */
export const bytesLeftFor = (_services: Services, _sketchId: string): Promise<number | null> =>
  Promise.resolve(null);
