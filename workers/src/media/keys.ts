export const sketchPrefix = (sketchId: string): string => `sketches/${sketchId}/`;
/** Numbers that sort as text as they count: their length goes before them. */
const orderly = (number: number): string => `${String(number).length}${number}`;
const LOG = "log/";
const LIVE = "live/";
/** Where the piece of the stroke log at this place lies: put where nothing lies, the log is what is there. */
export const logKey = (sketchId: string, index: number): string =>
  `${sketchPrefix(sketchId)}${LOG}${orderly(index)}`;
/** Where the sketch's live pictures lie, in the order in which they were put. */
export const liveKey = (sketchId: string, number: number): string =>
  `${sketchPrefix(sketchId)}${LIVE}${orderly(number)}`;
export const logPrefix = (sketchId: string): string => sketchPrefix(sketchId) + LOG;
export const livePrefix = (sketchId: string): string => sketchPrefix(sketchId) + LIVE;
/** What `logKey` and `liveKey` were made of. */
export const numberOfKey = (key: string): number => Number(key.slice(key.lastIndexOf("/") + 2));
/** Words that live pictures were drawn with, by their digest: what a picture's own object says in eight letters. */
export const wordsKey = (sketchId: string, digest: string): string =>
  `${sketchPrefix(sketchId)}words/${digest}`;
/** A place for a picture that no picture had before. */
export const newPictureKey = (sketchId: string): string =>
  `${sketchPrefix(sketchId)}pictures/${crypto.randomUUID()}`;
/** Where a final's picture is put by the run that made it. */
export const finalPicturePrefix = (sketchId: string, jobId: string): string =>
  `${sketchPrefix(sketchId)}pictures/${jobId}-`;
export const finalPictureKey = (sketchId: string, jobId: string, attempt: number): string =>
  `${finalPicturePrefix(sketchId, jobId)}${attempt}`;
/**
 * A picture made on a plan that marks them lies there twice: its row names the copy with the mark, and the clean one is under
 * that key without its ending. Whoever removes, copies or looks for strays takes both.
 */
const MARKED = "-marked";
export const markedPictureKey = (cleanKey: string): string => cleanKey + MARKED;
/** The clean one beside a marked copy; null when there is none. */
export const withoutMark = (key: string): string | null =>
  key.endsWith(MARKED) ? key.slice(0, -MARKED.length) : null;
/** The keys under which a picture of this key lies. */
export const keysOfPicture = (key: string): string[] => {
  const clean = withoutMark(key);
  return clean === null ? [key] : [key, clean];
};
/** Whose prefix a key is under; null for a key of no sketch. */
export const sketchOfKey = (key: string): string | null => /^sketches\/([^/]+)\//.exec(key)?.[1] ?? null;
/**
 * Where a copy of this object stands in another sketch: the same place whoever copies it, and none where that one's own
 * drawing is ever put.
 */
export function keyInCopy(key: string, sketchId: string): string {
  const source = sketchOfKey(key) ?? "";
  const place = key.slice(sketchPrefix(source).length);
  return sketchPrefix(sketchId) + (place.startsWith(COPIED) ? place : `${COPIED}${source}/${place}`);
}
const COPIED = "from/";
export const coverKey = (sketchId: string): string => `${sketchPrefix(sketchId)}cover`;
