/** What an earlier life of a session stored and did not write down: found by listing its objects, which say what they are. */
import type { Settings } from "@llamasketch/contract";
import { liveKey, livePrefix, numberOfKey, wordsKey } from "../../../media/keys.ts";
import type { Ports } from "../../../ports.ts";
import type { NewPicture } from "../picture-store.ts";
import { objectsAfter, pictureNoteOf, wordsOf } from "./live-object.ts";
import { rowOf } from "./picture-keeper.ts";

/** Pictures beyond the sheets, in the order in which they were put, and the number of the last one. */
export async function unwrittenPictures(
  { media, sketches }: Ports,
  sketchId: string,
): Promise<{ rows: NewPicture[]; last: number }> {
  const through = await sketches.picturesThrough(sketchId);
  const rows: NewPicture[] = [];
  const known = new Map<string, Settings | null>();
  let last = through;
  for await (const object of objectsAfter(media, livePrefix(sketchId), liveKey(sketchId, through))) {
    last = Math.max(last, numberOfKey(object.key));
    const note = pictureNoteOf(object);
    if (!note) continue;
    if (!known.has(note.words)) {
      const words = await media.get(wordsKey(sketchId, note.words));
      known.set(note.words, words && wordsOf(await words.text()));
    }
    const settings = known.get(note.words);
    if (settings) rows.push(rowOf(sketchId, note, settings, object.key, object.size));
  }
  return { rows, last };
}
