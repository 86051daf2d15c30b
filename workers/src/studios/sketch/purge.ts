import type { Services } from "../../services.ts";
import { sketchPrefix } from "../../media/keys.ts";

/** Removes a deleted sketch's media, then its rows. Safe to run again. */
export async function purgeSketch({ media, sketches, commit }: Services, sketchId: string): Promise<void> {
  await clear(media, sketchPrefix(sketchId));
  await commit(sketches.purge(sketchId));
  // What an open session stored in between; from now on its rows are refused, and it clears up after itself.
  await clear(media, sketchPrefix(sketchId));
}

async function clear(media: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const listed = await media.list({ prefix });
    if (listed.objects.length === 0) return;
    await media.delete(listed.objects.map((object) => object.key));
  }
}
