export const sketchPrefix = (sketchId: string): string => `sketches/${sketchId}/`;
export const chunkKey = (sketchId: string, chunkId: number): string =>
  `${sketchPrefix(sketchId)}strokes/${chunkId}`;
export const pictureKey = (sketchId: string, epoch: number, version: number): string =>
  `${sketchPrefix(sketchId)}pictures/${epoch}-${version}`;
