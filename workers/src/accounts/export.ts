/** Everything that is kept of a person, as the files of an archive, read one after the other while they are sent. */
import type { UserRow } from "@llamasketch/db";
import { csvLines } from "../ledger/statement-csv.ts";
import type { Services } from "../services.ts";
import type { ArchiveFile } from "../media/archive.ts";
import { uploadKey } from "../spine/job-keys.ts";
import { generationFiles } from "../studios/media/archive.ts";
import { archiveFiles } from "../studios/sketch/archive.ts";
import { userViewOf } from "./views.ts";

const PAGE = 50;

interface Whose {
  userId: string;
  account: UserRow | null;
}

export async function* exportFiles(services: Services, whose: Whose): AsyncGenerator<ArchiveFile> {
  const lastModified = new Date();
  yield { name: "account.json", lastModified, input: accountJson(services, whose) };
  const holderId = (await services.ledger.holderId(whose.userId)) ?? null;
  yield { name: "credits.csv", lastModified, input: csvLines(services, whose.userId, holderId) };
  yield* sentPictures(services, whose.userId);
  yield* queuedWork(services, whose.userId);
  let cursor: string | undefined;
  for (;;) {
    const rows = await services.sketches.list(whose.userId, { cursor, query: "", limit: PAGE });
    for (const row of rows)
      for await (const file of archiveFiles(services, row))
        yield { ...file, name: `sketches/${row.id}/${file.name}` };
    cursor = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}

/** What was asked for in the queue and what came of it, a folder for each page of it. */
async function* queuedWork(services: Services, userId: string): AsyncGenerator<ArchiveFile> {
  const { jobs } = services;
  let beforeId: string | null = null;
  for (let folder = 1; ; folder++) {
    const rows = await jobs.listOf(userId, beforeId, PAGE, { kind: "generation" });
    const results = rows.length > 0 ? await jobs.resultsOf(rows.map(({ id }) => id)) : [];
    if (rows.length > 0)
      for await (const file of generationFiles(services, rows, results))
        yield { ...file, name: `generations/${folder}/${file.name}` };
    if (rows.length < PAGE) return;
    beforeId = rows.at(-1)?.id ?? null;
  }
}

/** Pictures that were sent for generations, as they are kept. */
async function* sentPictures({ uploads, media }: Services, userId: string): AsyncGenerator<ArchiveFile> {
  for (const { id, format, createdAt } of await uploads.usableOf(userId, Date.now())) {
    const object = await media.get(uploadKey(id));
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
