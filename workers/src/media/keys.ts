export const sketchPrefix = (sketchId: string): string => `sketches/${sketchId}/`;
export const chunkKey = (sketchId: string, chunkId: number): string =>
  `${sketchPrefix(sketchId)}strokes/${chunkId}`;
/** A place for a picture that no picture had before. */
export const newPictureKey = (sketchId: string): string =>
  `${sketchPrefix(sketchId)}pictures/${crypto.randomUUID()}`;
export const coverKey = (sketchId: string): string => `${sketchPrefix(sketchId)}cover`;
