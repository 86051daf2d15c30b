/** Pictures of every kind that people bring, made of a few kilobytes. */
import { jpegPhotos } from "./jpegs.ts";
import type { Photo } from "./photos.ts";
import { pngPhotos } from "./pngs.ts";
import { webpPhotos } from "./webps.ts";

export const allPhotos = async (): Promise<Photo[]> => [...jpegPhotos(), ...(await pngPhotos()), ...webpPhotos()];
