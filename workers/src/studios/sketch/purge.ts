import type { Services } from "../../services.ts";
import { addressOf } from "./owned.ts";
import { sketchPrefix } from "../../media/keys.ts";

/** Ends a deleted sketch's live session, removes its media, then its rows. Safe to run again. */
export async function purgeSketch(services: Services, sketchId: string): Promise<void> {
  const { media, sketches, commit, session } = services;
  const row = await sketches.deletedById(sketchId);
  if (row) await session(addressOf(row)).end();
  for (;;) {
    const listed = await media.list({ prefix: sketchPrefix(sketchId) });
    if (listed.objects.length === 0) break;
    await media.delete(listed.objects.map((object) => object.key));
  }
  await commit(sketches.purge(sketchId));
}
