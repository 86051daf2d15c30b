import type { PictureView, SketchView } from "@llamasketch/contract";
import type { PictureRow, SketchRow } from "@llamasketch/db";
import type { Services } from "../../services.ts";

export const pictureViewOf = (row: PictureRow): PictureView => ({
  id: row.id,
  widthPx: row.widthPx,
  heightPx: row.heightPx,
  version: row.version,
  settings: { prompt: row.prompt, strength: row.strength, seed: row.seed },
  createdAt: new Date(row.createdAt).toISOString(),
  url: `/api/pictures/${row.id}`,
});

export async function sketchViewOf({ sketches }: Services, row: SketchRow): Promise<SketchView> {
  const [chunks, last] = await Promise.all([sketches.chunkCount(row.id), sketches.lastPicture(row.id)]);
  return {
    id: row.id,
    title: row.title,
    widthPx: row.widthPx,
    heightPx: row.heightPx,
    settings: { prompt: row.prompt, strength: row.strength, seed: row.seed },
    chunks,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
    lastPicture: last ? pictureViewOf(last) : null,
  };
}
