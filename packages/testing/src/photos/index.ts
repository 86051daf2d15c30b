/** Pictures of every kind that people bring, made of a few kilobytes. */
import { jpegPhotos } from "./jpegs.ts";
import type { Photo } from "./photos.ts";
import { pngPhotos } from "./pngs.ts";
import { webpPhotos } from "./webps.ts";

export const allPhotos = async (): Promise<Photo[]> => [
  ...jpegPhotos(),
  ...(await pngPhotos()),
  ...webpPhotos(),
];

export { photoJpeg } from "./jpegs.ts";
export type { Photo } from "./photos.ts";
export { refusedFiles, type RefusedFile } from "./refused.ts";
export { photoWebp } from "./webps.ts";
export { COLUMNS, SCENE, SQUARES, SQUARE_PX } from "./scene.ts";
