/** Everything that is kept of a person, as the files of an archive, read one after the other while they are sent. */
import type { UserRow } from "@llamasketch/db";
import { csvLines } from "../ledger/statement-csv.ts";
import type { Services } from "../services.ts";
import { SKETCH_READS, type ArchiveFile, type ArchivePart } from "../media/archive.ts";
import { uploadKey } from "../spine/job-keys.ts";
import { generationFiles } from "../studios/media/archive.ts";
import { archiveFiles, readsOf } from "../studios/sketch/archive.ts";
import { userViewOf } from "./views.ts";

const PAGE = 50;

interface Whose {
  userId: string;
  account: UserRow | null;
}

/** What all of it asks of the stores. */
export async function exportReads(services: Services, userId: string): Promise<number> {
  const { sketches, chunks, pictures, results, jobs, uploads } = await services.usage.objects(userId);
  return sketches * SKETCH_READS + chunks + pictures + results + jobs + uploads;
}

/** Who it is and the statement lie in every part. */
export async function* exportFiles(
  services: Services,
  whose: Whose,
  part: ArchivePart,
): AsyncGenerator<ArchiveFile> {
  const lastModified = new Date();
  yield { name: "account.json", lastModified, input: accountJson(services, whose) };
  const holderId = (await services.ledger.holderId(whose.userId)) ?? null;
  yield { name: "credits.csv", lastModified, input: csvLines(services, whose.userId, holderId) };
  yield* sentPictures(services, whose.userId, part);
  yield* queuedWork(services, whose.userId, part);
  let cursor: string | undefined;
  for (;;) {
    const rows = await services.sketches.list(whose.userId, { cursor, query: "", limit: PAGE });
    const reads =
      rows.length > 0
        ? await readsOf(
            services,
            rows.map(({ id }) => id),
          )
        : new Map<string, number>();
    for (const row of rows) {
      if (part.passes(reads.get(row.id) ?? 0)) continue;
      for await (const file of archiveFiles(services, row, part))
        yield { ...file, name: `sketches/${row.id}/${file.name}` };
    }
    cursor = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

/** What was asked for in the queue and what came of it, a folder for each page of it. */
async function* queuedWork(
  services: Services,
  userId: string,
  part: ArchivePart,
): AsyncGenerator<ArchiveFile> {
  const { jobs } = services;
  let beforeId: string | null = null;
  for (let folder = 1; ; folder++) {
    const rows = await jobs.listOf(userId, beforeId, PAGE, { kind: "generation" });
    const results = rows.length > 0 ? await jobs.resultsOf(rows.map(({ id }) => id)) : [];
    if (rows.length > 0 && !part.passes(rows.length + results.length)) {
      part.spend(rows.length);
      for await (const file of generationFiles(services, rows, results, part))
        yield { ...file, name: `generations/${folder}/${file.name}` };
    }
    if (rows.length < PAGE) return;
    beforeId = rows.at(-1)?.id ?? null;
  }
}

/** Pictures that were sent for generations, as they are kept. */
async function* sentPictures(
  { uploads }: Services,
  userId: string,
  part: ArchivePart,
): AsyncGenerator<ArchiveFile> {
  for (const { id, format, createdAt } of await uploads.usableOf(userId, Date.now())) {
    const object = await part.get(uploadKey(id));
    const lastModified = new Date(createdAt);
    if (object) yield { name: `uploads/${id}.${format}`, lastModified, input: object.body };
  }
}

async function* accountJson({ devices, keys }: Services, { userId, account }: Whose): AsyncGenerator<string> {
  const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  const [signedIn, programs] = await Promise.all([devices.ofUser(userId, Date.now()), keys.ofUser(userId)]);
  const known = {
    user: account ? userViewOf(account, null) : { id: userId, anonymous: true },
    devices: signedIn.map(({ id, name, createdAt, seenAt }) => ({
      id,
      name,
      createdAt: at(createdAt),
      seenAt: at(seenAt),
    })),
    keys: programs.map(({ id, name, prefix, scopes, createdAt, usedAt }) => ({
      id,
      name,
      prefix,
      scopes,
      createdAt: at(createdAt),
      usedAt: at(usedAt),
    })),
  };
  yield `${JSON.stringify(known, null, 2)}\n`;
}
