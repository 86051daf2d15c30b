export const sketchPrefix = (sketchId: string): string => `sketches/${sketchId}/`;
/** A place for a piece of the stroke log that none had before. */
export const newStrokesKey = (sketchId: string): string =>
  `${sketchPrefix(sketchId)}strokes/${crypto.randomUUID()}`;
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
/** Where a copy of this object stands in another sketch: the same place whoever copies it. */
export const keyInCopy = (key: string, sketchId: string): string =>
  key.replace(/^sketches\/[^/]+\//, sketchPrefix(sketchId));
export const coverKey = (sketchId: string): string => `${sketchPrefix(sketchId)}cover`;
