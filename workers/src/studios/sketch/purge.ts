import type { Services } from "../../services.ts";
import { addressOf } from "./owned.ts";
import { sketchPrefix } from "../../media/keys.ts";

/** Ends a deleted sketch's live session, removes its media, then its rows. Safe to run again. */
export async function purgeSketch(services: Services, sketchId: string): Promise<void> {
  const { media, sketches, commit, session } = services;
  const row = await sketches.deletedById(sketchId);
  if (row) await session(addressOf(row)).end();
  await clear(media, sketchPrefix(sketchId));
  await commit(sketches.purge(sketchId));
  // What the session was still storing; from now on its rows are refused, and it clears up after itself.
  await clear(media, sketchPrefix(sketchId));
}

async function clear(media: R2Bucket, prefix: string): Promise<void> {
  for (;;) {
    const listed = await media.list({ prefix });
    if (listed.objects.length === 0) return;
    await media.delete(listed.objects.map((object) => object.key));
  }
}
