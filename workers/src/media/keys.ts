export const sketchPrefix = (sketchId: string): string => `sketches/${sketchId}/`;
/** A place for a piece of the stroke log that none had before. */
export const newStrokesKey = (sketchId: string): string =>
  `${sketchPrefix(sketchId)}strokes/${crypto.randomUUID()}`;
/** A place for a picture that no picture had before. */
export const newPictureKey = (sketchId: string): string =>
  `${sketchPrefix(sketchId)}pictures/${crypto.randomUUID()}`;
/** Whose prefix a key is under; null for a key of no sketch. */
export const sketchOfKey = (key: string): string | null => /^sketches\/([^/]+)\//.exec(key)?.[1] ?? null;
/** Where a copy of this object stands in another sketch: the same place whoever copies it. */
export const keyInCopy = (key: string, sketchId: string): string =>
  key.replace(/^sketches\/[^/]+\//, sketchPrefix(sketchId));
export const coverKey = (sketchId: string): string => `${sketchPrefix(sketchId)}cover`;
