/** A whole sketch as the files of an archive, read one after the other while they are sent: never more than one is held. */
import type { ArchiveManifest } from "@llamasketch/contract";
import type { PictureRow, SketchRow } from "@llamasketch/db";
import { SKETCH_READS, type ArchiveFile, type ArchivePart } from "../../http/archive.ts";
import type { PersonExport } from "../../feature.ts";
import type { Ports } from "../../ports.ts";
import { shownKey } from "./shown-picture.ts";
import { pictureViewOf, sketchViewOf } from "./views.ts";
import { writtenDown } from "./written-down.ts";

const PAGE = 100;
const STROKES_FILE = "strokes.bin";
const MANIFEST_FILE = "sketch.json";

/** The manifest comes last, since only then it is known what could be read: an archive without one was cut short. */
export async function* archiveFiles(
  services: Ports,
  row: SketchRow,
  part: ArchivePart,
): AsyncGenerator<ArchiveFile> {
  await writtenDown(services, [row]);
  part.spend(SKETCH_READS);
  const missing: string[] = [];
  const strokes = { file: STROKES_FILE, chunks: 0, bytes: 0 };
  const lastModified = new Date(row.updatedAt);
  const owner = (await services.accounts.byId(row.ownerId)) ?? null;
  yield { name: STROKES_FILE, lastModified, input: strokeLog(services, row.id, strokes, missing, part) };
  const fileOf = new Map<string, string | null>();
  let number = 0;
  for await (const picture of picturesOf(services, row.id)) {
    number += 1;
    const name = nameOf(picture, number);
    const object = await part.get(shownKey(services, picture.objectKey, owner));
    if (object === undefined) continue;
    fileOf.set(picture.id, object ? name : null);
    if (object) yield { name, lastModified: new Date(picture.createdAt), input: object.body };
    else missing.push(name);
  }
  const input = manifest(services, row, { strokes, fileOf, missing });
  yield { name: MANIFEST_FILE, lastModified: new Date(), input };
}

/** Letters, digits and dashes alone, in the order in which the pictures were kept. */
function nameOf({ kind, variation, epoch, version, format }: PictureRow, number: number): string {
  const what = kind === "variation" ? `${kind}-${variation}` : kind;
  const extension = format === "jpeg" ? "jpg" : format;
  return `pictures/${String(number).padStart(5, "0")}-${what}-e${epoch}-v${version}.${extension}`;
}

/** The chunks in their order; beyond one that is gone the log cannot be read, and ends. */
async function* strokeLog(
  { sketches }: Ports,
  sketchId: string,
  strokes: ArchiveManifest["strokes"],
  missing: string[],
  part: ArchivePart,
): AsyncGenerator<Uint8Array> {
  for (let from = 0; ; from += PAGE) {
    const rows = await sketches.chunkRows(sketchId, from, PAGE);
    for (const { objectKey, chunkIndex } of rows) {
      const object = await part.get(objectKey);
      if (object === undefined) continue;
      if (!object) {
        missing.push(`${STROKES_FILE} from chunk ${chunkIndex} on`);
        return;
      }
      const bytes = new Uint8Array(await object.arrayBuffer());
      strokes.chunks += 1;
      strokes.bytes += bytes.length;
      yield bytes;
    }
    if (rows.length < PAGE) return;
  }
}

/** Oldest first. */
async function* picturesOf({ pictures }: Ports, sketchId: string): AsyncGenerator<PictureRow> {
  let cursor: string | undefined;
  for (;;) {
    const rows = await pictures.list(sketchId, { cursor, order: "oldest", isPinned: false, limit: PAGE });
    yield* rows;
    cursor = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

async function* manifest(
  services: Ports,
  row: SketchRow,
  found: { strokes: ArchiveManifest["strokes"]; fileOf: Map<string, string | null>; missing: string[] },
): AsyncGenerator<string> {
  const { id, title, widthPx, heightPx, settings, branchOf, createdAt, updatedAt } = await sketchViewOf(
    services,
    row,
  );
  const sketch = { id, title, widthPx, heightPx, settings, branchOf, createdAt, updatedAt };
  const { strokes, missing, fileOf } = found;
  const complete = missing.length === 0;
  // Text of an object that is not closed yet: its pictures follow, a line each.
  yield `${JSON.stringify({ sketch, strokes, complete, missing }).slice(0, -1)},"pictures":[`;
  let separator = "\n";
  for await (const picture of picturesOf(services, row.id)) {
    const file = fileOf.get(picture.id);
    // Of another part, or kept since the archive passed its place.
    if (file === undefined) continue;
    const { url: _url, ...view } = pictureViewOf(picture);
    yield `${separator}${JSON.stringify({ ...view, file })}`;
    separator = ",\n";
  }
  yield "\n]}\n";
}

/** What a whole sketch asks of the stores. */
export async function readsOf(
  { sketches, pictures }: Ports,
  sketchIds: string[],
): Promise<Map<string, number>> {
  const [chunks, counts] = await Promise.all([sketches.chunkCounts(sketchIds), pictures.counts(sketchIds)]);
  return new Map(
    sketchIds.map((id) => [id, SKETCH_READS + (chunks.get(id) ?? 0) + (counts.get(id) ?? 0)] as const),
  );
}

const SKETCHES_AT_ONCE = 50;

/** Every sketch of a person, a folder each. */
export const sketchesExport: PersonExport = {
  async reads({ sketches }, userId) {
    const { sketches: many, chunks, pictures } = await sketches.archiveCounts(userId);
    return many * SKETCH_READS + chunks + pictures;
  },
  async *files(ports, { userId }, part) {
    let cursor: string | undefined;
    for (;;) {
      const rows: SketchRow[] = await ports.sketches.list(userId, {
        cursor,
        query: "",
        limit: SKETCHES_AT_ONCE,
      });
      const ids = rows.map(({ id }) => id);
      const reads = ids.length > 0 ? await readsOf(ports, ids) : new Map<string, number>();
      for (const row of rows) {
        if (part.passes(reads.get(row.id) ?? 0)) continue;
        for await (const file of archiveFiles(ports, row, part))
          yield { ...file, name: `sketches/${row.id}/${file.name}` };
      }
      cursor = rows.at(-1)?.id;
      if (rows.length < SKETCHES_AT_ONCE) return;
    }
  },
};
