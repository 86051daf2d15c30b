/** Reads a ZIP that may come from anybody: sizes are believed only as far as they are kept. */
import {
  BlobReader,
  configure,
  ERR_ENCRYPTED,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_ENTRY_DATA_OUT_OF_BOUNDS,
  ERR_EOCDR_NOT_FOUND,
  ERR_UNSAFE_FILENAME,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  ZipReader,
  type FileEntry,
} from "@zip.js/zip.js/lib/zip-core.js";

export interface ZipLimits {
  fileBytes: number;
  entries: number;
  /** Of all entries together, unpacked. */
  totalBytes: number;
  /** The entry that tells where the others lie: a program that packs a folder puts its name before all of them. */
  anchor: string;
  /** Largest allowed size of the entry `name`, unpacked; null: this name may not be there. */
  entryBytes(name: string): number | null;
}

export type ZipProblem = "not_zip" | "cut_short" | "too_big" | "not_allowed" | "damaged";

export class ZipError extends Error {
  readonly problem: ZipProblem;

  constructor(problem: ZipProblem, message: string) {
    super(message);
    this.name = "ZipError";
    this.problem = problem;
  }
}

// The page's policy lets no worker come from a text, and the browser unpacks beside its thread anyway.
configure({ useWebWorkers: false, useCompressionStream: true });

/** The smallest ZIP is its end alone. */
const END_BYTES = 22;
/** Stored and deflated: what every program writes unless told otherwise. */
const METHODS = new Set([0, 8]);
/** What systems lay beside the files of a folder. */
const BY_SYSTEM = /^(__MACOSX\/.*|(.*\/)?(\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini))$/i;

interface Named {
  name: string;
  entry: FileEntry;
}

/** All entries of `file` by name, unpacked; throws a `ZipError` for whatever is not as it should be. */
export async function readZip(file: Blob, limits: ZipLimits): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  if (file.size > limits.fileBytes) throw new ZipError("too_big", "The file is too big.");
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (String.fromCharCode(...start.subarray(0, 2)) !== "PK") throw new ZipError("not_zip", "It is no ZIP.");
  if (file.size < END_BYTES) throw new ZipError("cut_short", "The end of the file is missing.");
  const zip = new ZipReader(new BlobReader(file), {
    checkOverlappingEntry: true,
    checkCrc32: true,
    filenameValidation: "balanced",
  });
  try {
    const entries = checked(inFolder(await listed(zip, limits), limits.anchor), limits);
    const unpacked = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const { name, entry } of entries) unpacked.set(name, await unpack(entry));
    return unpacked;
  } catch (error) {
    throw error instanceof ZipError ? error : new ZipError(problemOf(error), "The file cannot be read.");
  } finally {
    await zip.close().catch(() => undefined);
  }
}

/** The files in it, as many as may be. */
async function listed(zip: ZipReader<Blob>, limits: ZipLimits): Promise<Named[]> {
  const files: Named[] = [];
  let seen = 0;
  for await (const entry of zip.getEntriesGenerator()) {
    if ((seen += 1) > ENTRIES_MORE * limits.entries) throw tooMany();
    // Old programs on Windows write their own separator.
    const name = entry.filename.replaceAll("\\", "/");
    if (entry.directory || name.endsWith("/") || BY_SYSTEM.test(name)) continue;
    if (entry.encrypted) throw new ZipError("not_allowed", "An entry is encrypted.");
    if (!METHODS.has(entry.compressionMethod))
      throw new ZipError("not_allowed", "An entry is packed in a way that is not used here.");
    files.push({ name, entry });
  }
  if (files.length > limits.entries) throw tooMany();
  return files;
}

/** Directories, and what systems lay beside each file. */
const ENTRIES_MORE = 3;
const tooMany = (): ZipError => new ZipError("too_big", "The file has too many entries.");

/** Named from where the anchor lies, the outermost of its name; as they are where there is none. */
function inFolder(files: readonly Named[], anchor: string): readonly Named[] {
  const anchors = files.map(({ name }) => name).filter((name) => `/${name}`.endsWith(`/${anchor}`));
  const [outermost = anchor] = anchors.toSorted((a, b) => a.length - b.length);
  const folder = outermost.slice(0, -anchor.length);
  return files.map(({ name, entry }) => ({
    // Beside the folder it does not belong there.
    name: name.startsWith(folder) ? name.slice(folder.length) : `../${name}`,
    entry,
  }));
}

/** Refuses before anything is unpacked: names that may not be there, twice the same, and what would grow too big. */
function checked(files: readonly Named[], limits: ZipLimits): readonly Named[] {
  const names = new Set<string>();
  let totalBytes = 0;
  for (const { name, entry } of files) {
    const maxBytes = limits.entryBytes(name);
    if (maxBytes === null)
      throw new ZipError("not_allowed", "The file has an entry that does not belong there.");
    if (names.has(name)) throw new ZipError("not_allowed", "The file has an entry twice.");
    names.add(name);
    totalBytes += entry.uncompressedSize;
    if (entry.uncompressedSize > maxBytes || totalBytes > limits.totalBytes)
      throw new ZipError("too_big", "The file would unpack to too much.");
  }
  return files;
}

/** Stops as soon as more comes out than was said. */
async function unpack(entry: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  let isMore = false;
  const out = new WritableStream<Uint8Array>({
    write(chunk) {
      isMore ||= at + chunk.length > bytes.length;
      if (isMore) throw new RangeError("more than it says");
      bytes.set(chunk, at);
      at += chunk.length;
    },
  });
  try {
    await entry.getData(out);
  } catch (error) {
    if (isMore) throw new ZipError("too_big", "An entry unpacks to more than it says.");
    throw error;
  }
  if (at !== bytes.length) throw new ZipError("damaged", "An entry unpacks to less than it says.");
  return bytes;
}

const PROBLEMS = new Map<string, ZipProblem>([
  [ERR_EOCDR_NOT_FOUND, "cut_short"],
  [ERR_ENTRY_DATA_OUT_OF_BOUNDS, "cut_short"],
  [ERR_ENCRYPTED, "not_allowed"],
  [ERR_ENCRYPTED_CENTRAL_DIRECTORY, "not_allowed"],
  [ERR_UNSUPPORTED_ENCRYPTION, "not_allowed"],
  [ERR_UNSUPPORTED_COMPRESSION, "not_allowed"],
  [ERR_UNSAFE_FILENAME, "not_allowed"],
]);
const problemOf = (error: unknown): ZipProblem =>
  (error instanceof Error ? PROBLEMS.get(error.message) : undefined) ?? "damaged";
