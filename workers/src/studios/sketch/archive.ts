/** A whole sketch as the files of an archive, read one after the other while they are sent: never more than one is held. */
import type { ArchiveManifest } from "@llamasketch/contract";
import type { PictureRow, SketchRow } from "@llamasketch/db";
import type { ArchiveFile } from "../../media/archive.ts";
import type { Services } from "../../services.ts";
import { pictureViewOf, sketchViewOf } from "./views.ts";
import { writtenDown } from "./written-down.ts";

const PAGE = 100;
const STROKES_FILE = "strokes.bin";
const MANIFEST_FILE = "sketch.json";

/** The manifest comes last, since only then it is known what could be read: an archive without one was cut short. */
export async function* archiveFiles(services: Services, row: SketchRow): AsyncGenerator<ArchiveFile> {
  await writtenDown(services, [row]);
  const missing: string[] = [];
  const strokes = { file: STROKES_FILE, chunks: 0, bytes: 0 };
  const lastModified = new Date(row.updatedAt);
  yield { name: STROKES_FILE, lastModified, input: strokeLog(services, row.id, strokes, missing) };
  const fileOf = new Map<string, string | null>();
  for await (const picture of picturesOf(services, row.id)) {
    const name = nameOf(picture, fileOf.size + 1);
    const object = await services.media.get(picture.objectKey);
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
  { sketches, media }: Services,
  sketchId: string,
  strokes: ArchiveManifest["strokes"],
  missing: string[],
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const rows = await sketches.chunkRows(sketchId, strokes.chunks, PAGE);
    for (const { objectKey, chunkIndex } of rows) {
      const object = await media.get(objectKey);
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
async function* picturesOf({ pictures }: Services, sketchId: string): AsyncGenerator<PictureRow> {
  let cursor: string | undefined;
  for (;;) {
    const rows = await pictures.list(sketchId, { cursor, order: "oldest", isPinned: false, limit: PAGE });
    yield* rows;
    cursor = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

async function* manifest(
  services: Services,
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
    // Kept since the archive passed its place.
    if (file === undefined) continue;
    const { url: _url, ...view } = pictureViewOf(picture);
    yield `${separator}${JSON.stringify({ ...view, file })}`;
    separator = ",\n";
  }
  yield "\n]}\n";
}
