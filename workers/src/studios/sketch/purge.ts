import type { Services } from "../../services.ts";
import { sketchPrefix } from "../../media/keys.ts";

/** Removes a deleted sketch's media, then its rows. Safe to run again. */
export async function purgeSketch({ media, sketches, commit }: Services, sketchId: string): Promise<void> {
  for (;;) {
    const listed = await media.list({ prefix: sketchPrefix(sketchId) });
    if (listed.objects.length === 0) break;
    await media.delete(listed.objects.map((object) => object.key));
  }
  await commit(sketches.purge(sketchId));
}
