import type { PictureView, SketchView } from "@llamasketch/contract";
import type { PictureRow, SketchRow } from "@llamasketch/db";
import type { Ports } from "../../ports.ts";

const isoTime = (ms: number): string => new Date(ms).toISOString();

export const pictureViewOf = (row: PictureRow): PictureView => ({
  id: row.id,
  kind: row.kind,
  variation: row.variation === 0 ? null : row.variation,
  epoch: row.epoch,
  version: row.version,
  quality: row.quality,
  widthPx: row.widthPx,
  heightPx: row.heightPx,
  format: row.format,
  bytes: row.bytes,
  settings: { prompt: row.prompt, strength: row.strength, seed: row.seed },
  pinnedAt: row.pinnedAt === null ? null : isoTime(row.pinnedAt),
  createdAt: isoTime(row.createdAt),
  url: `/api/pictures/${row.id}?v=${row.seq}`,
});

export const branchOf = (row: SketchRow): SketchView["branchOf"] =>
  row.parentSketchId !== null && row.parentPictureId !== null
    ? {
        sketchId: row.parentSketchId,
        pictureId: row.parentPictureId,
        epoch: row.parentEpoch ?? 0,
        version: row.parentVersion ?? 0,
      }
    : null;

export const coverUrl = (sketchId: string, hash: string): string =>
  `/api/sketches/${sketchId}/cover?v=${hash}`;

const coverOf = ({ id, coverHash, coverBlur }: SketchRow): SketchView["cover"] =>
  coverHash !== null && coverBlur !== null ? { url: coverUrl(id, coverHash), blur: coverBlur } : null;

/** At most a page of them: what is counted is counted for all in one query. */
export async function sketchViewsOf(services: Ports, rows: readonly SketchRow[]): Promise<SketchView[]> {
  const { sketches, pictures, copies } = services;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const [chunks, counts, copying, last] = await Promise.all([
    sketches.chunkCounts(ids),
    pictures.counts(ids),
    copies.among(ids),
    Promise.all(ids.map((id) => pictures.last(id))),
  ]);
  return rows.map((row, at) => {
    const lastPicture = last[at];
    return {
      id: row.id,
      title: row.title,
      widthPx: row.widthPx,
      heightPx: row.heightPx,
      settings: { prompt: row.prompt, strength: row.strength, seed: row.seed },
      chunks: chunks.get(row.id) ?? 0,
      createdAt: isoTime(row.createdAt),
      updatedAt: isoTime(row.updatedAt),
      lastPicture: lastPicture ? pictureViewOf(lastPicture) : null,
      pictureCount: counts.get(row.id) ?? 0,
      cover: coverOf(row),
      branchOf: branchOf(row),
      copying: copying.has(row.id),
    };
  });
}

/** Throws when the row is of no sketch that is there. */
export async function sketchViewOf(services: Ports, row: SketchRow | undefined): Promise<SketchView> {
  const [view] = row ? await sketchViewsOf(services, [row]) : [];
  if (!view) throw new Error("a sketch is missing after it was written");
  return view;
}
