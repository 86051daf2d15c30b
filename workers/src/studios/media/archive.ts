/** Results of chosen generations as the files of an archive. */
import { fileStem, type GenerationArchiveManifest, type MediaModel } from "@llamasketch/contract";
import type { JobResultRow, JobRow } from "@llamasketch/db";
import type { ArchiveFile, ArchivePart } from "../../http/archive.ts";
import type { PersonExport } from "../../feature.ts";
import type { Ports } from "../../ports.ts";
import { saidAs } from "./kind.ts";
import { shownOf } from "./shown.ts";
import { storedRequest } from "./stored-request.ts";

const KIND = "generation";
const MANIFEST_FILE = "generations.json";

/** The newest first. The manifest comes last, since only then it is known what could be read. */
export async function* generationFiles(
  services: Ports,
  rows: readonly JobRow[],
  results: readonly JobResultRow[],
  part: ArchivePart,
): AsyncGenerator<ArchiveFile> {
  const shown = await shownOf(services, rows, results);
  const manifest: GenerationArchiveManifest = { generations: [], complete: true, missing: [] };
  const newestFirst = rows.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  for (const [at, row] of newestFirst.entries()) {
    const asked = storedRequest.parse(row.request);
    const lastModified = new Date(row.endedAt ?? row.createdAt);
    const files: GenerationArchiveManifest["generations"][number]["results"] = [];
    for (const result of results.filter(({ jobId }) => jobId === row.id)) {
      const { position, format, widthPx, heightPx } = result;
      const { key, bytes, marked } = shown(row, result);
      const name = nameOf(saidAs(asked), at + 1, result);
      const found = await part.get(key);
      if (found === undefined) continue;
      const object = found && found.size > 0 ? found : null;
      const seed = (asked.seed + position) % 2 ** 32;
      files.push({ position, format, widthPx, heightPx, bytes, marked, seed, file: object && name });
      if (object) yield { name, lastModified, input: object.body };
      else manifest.missing.push(name);
    }
    manifest.generations.push({
      id: row.id,
      model: asked.model as MediaModel,
      prompt: asked.prompt ?? "",
      negativePrompt: asked.negativePrompt,
      createdAt: new Date(row.createdAt).toISOString(),
      endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
      results: files,
    });
  }
  manifest.complete = manifest.missing.length === 0;
  yield { name: MANIFEST_FILE, lastModified: new Date(), input: textOf(manifest) };
}

/** No file system takes it for more than a name. */
function nameOf(prompt: string, number: number, { position, format }: JobResultRow): string {
  const extension = format === "jpeg" ? "jpg" : format;
  return `${String(number).padStart(3, "0")}-${fileStem(prompt, "picture")}-${position + 1}.${extension}`;
}

async function* textOf(manifest: GenerationArchiveManifest): AsyncGenerator<string> {
  yield `${JSON.stringify(manifest, null, 2)}\n`;
}

const PAGE = 50;

/** What was asked for in the queue and what came of it, a folder for each page of it. */
export const generationsExport: PersonExport = {
  reads: ({ jobs }, userId) => jobs.archiveCount(userId, KIND),
  async *files(ports, { userId }, part) {
    const { jobs } = ports;
    let beforeId: string | null = null;
    for (let folder = 1; ; folder++) {
      const rows: JobRow[] = await jobs.listOf(userId, beforeId, PAGE, { kind: KIND });
      const results = rows.length > 0 ? await jobs.resultsOf(rows.map(({ id }) => id)) : [];
      if (rows.length > 0 && !part.passes(rows.length + results.length)) {
        part.spend(rows.length);
        for await (const file of generationFiles(ports, rows, results, part))
          yield { ...file, name: `generations/${folder}/${file.name}` };
      }
      if (rows.length < PAGE) return;
      beforeId = rows.at(-1)?.id ?? null;
    }
  },
};
