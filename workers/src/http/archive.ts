/** A ZIP of what is stored, read one file after the other while it is sent: never more than one is held. */
import { z } from "@hono/zod-openapi";
import { makeZip } from "client-zip";
import { ApiError } from "./errors.ts";

/**
 * What one answer may ask of the stores: the platform lets it ask 10,000 times, and lists of what there is are among them. More
 * than that is given in parts, and said before anything is sent.
 */
export const ARCHIVE_READS_MAX = 9000;
/** What a sketch costs beside its objects. */
export const SKETCH_READS = 12;

/** One part of an archive: its objects are counted in the order in which they are read, and those of other parts passed over. */
export class ArchivePart {
  readonly #media: R2Bucket;
  readonly #from: number;
  readonly #to: number;
  #at = 0;
  constructor(media: R2Bucket, part: number, readsMax = ARCHIVE_READS_MAX) {
    this.#media = media;
    this.#from = (part - 1) * readsMax;
    this.#to = part * readsMax;
  }

  /** True when so many are all of other parts; then they are passed over. */
  passes(reads: number): boolean {
    const isElsewhere = this.#at + reads <= this.#from || this.#at >= this.#to;
    if (isElsewhere) this.#at += reads;
    return isElsewhere;
  }

  spend(reads: number): void {
    this.#at += reads;
  }

  /** Null: it is gone; undefined: it is of another part. */
  async get(key: string): Promise<R2ObjectBody | null | undefined> {
    const at = this.#at;
    this.#at += 1;
    return at >= this.#from && at < this.#to ? this.#media.get(key) : undefined;
  }
}

/** Which part was asked for, of how many. Throws when there are several and none was said, or not so many. */
export function requirePart(asked: number | undefined, reads: number): { part: number; parts: number } {
  const parts = Math.max(1, Math.ceil(reads / ARCHIVE_READS_MAX));
  const part = asked ?? (parts === 1 ? 1 : null);
  if (part !== null && part <= parts) return { part, parts };
  throw new ApiError("conflict", `This is more than one archive holds: it comes in ${parts} parts.`, {
    hint: `Ask for each of them: ?part=1 to ?part=${parts}.`,
    fields: { part: `1 to ${parts}` },
  });
}
export const partQuery = z.object({ part: z.coerce.number().int().min(1).max(10_000).optional() });

export interface ArchiveFile {
  name: string;
  lastModified: Date;
  input: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;
}

/** Without its extension: `name` for old programs, of plain letters; `title` in every script, a file's name already. */
export function archiveResponse(
  files: AsyncIterable<ArchiveFile>,
  name: string,
  title: string = name,
): Response {
  return new Response(abandonable(makeZip(files)), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${name}.zip"; filename*=UTF-8''${encodeURIComponent(title)}.zip`,
    },
  });
}

/** A download that is given up ends the reading; that is nobody's failure. */
function abandonable(archive: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = archive.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason).catch(() => undefined),
  });
}
