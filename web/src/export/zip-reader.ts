/** Reads a ZIP that may come from anybody: sizes are believed only as far as they are kept. */

export interface ZipLimits {
  fileBytes: number;
  entries: number;
  /** Of all entries together, unpacked. */
  totalBytes: number;
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

interface Entry {
  name: string;
  method: number;
  crc: number;
  packedBytes: number;
  bytes: number;
  headerAt: number;
}

const END_SIGNATURE = 0x0605_4b50;
const CENTRAL_SIGNATURE = 0x0201_4b50;
const LOCAL_SIGNATURE = 0x0403_4b50;
const END_BYTES = 22;
const COMMENT_MAX_BYTES = 0xffff;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const FLAG_ENCRYPTED = 1;

/** All entries of `file` by name, unpacked; throws a `ZipError` for whatever is not as it should be. */
export async function readZip(
  file: Uint8Array<ArrayBuffer>,
  limits: ZipLimits,
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  if (file.length > limits.fileBytes) throw new ZipError("too_big", "The file is too big.");
  const entries = checked(readEntries(file, limits), limits);
  const unpacked = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of entries) unpacked.set(entry.name, await unpack(file, entry));
  return unpacked;
}

function readEntries(file: Uint8Array, limits: ZipLimits): Entry[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  if (file.length < 4 || view.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw new ZipError("not_zip", "The file is no ZIP.");
  }
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries) throw new ZipError("too_big", "The file has too many entries.");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n++) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE) {
      throw new ZipError("damaged", "The list of entries is damaged.");
    }
    const nameBytes = view.getUint16(at + 28, true);
    if (view.getUint16(at + 8, true) & FLAG_ENCRYPTED)
      throw new ZipError("not_allowed", "An entry is encrypted.");
    entries.push({
      name: decodeName(decoder, file.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at += CENTRAL_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_BYTES - COMMENT_MAX_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new ZipError("cut_short", "The end of the file is missing.");
}

function decodeName(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ZipError("not_allowed", "An entry's name is not readable.");
  }
}

/** Refuses before anything is unpacked: names that may not be there, twice the same, and what would grow too big. */
function checked(entries: readonly Entry[], limits: ZipLimits): readonly Entry[] {
  const names = new Set<string>();
  let totalBytes = 0;
  for (const { name, bytes } of entries) {
    const maxBytes = limits.entryBytes(name);
    if (maxBytes === null)
      throw new ZipError("not_allowed", "The file has an entry that does not belong there.");
    if (names.has(name)) throw new ZipError("not_allowed", "The file has an entry twice.");
    names.add(name);
    totalBytes += bytes;
    if (bytes > maxBytes || totalBytes > limits.totalBytes) {
      throw new ZipError("too_big", "The file would unpack to too much.");
    }
  }
  return entries;
}

async function unpack(file: Uint8Array<ArrayBuffer>, entry: Entry): Promise<Uint8Array<ArrayBuffer>> {
  const { headerAt, packedBytes, method } = entry;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  if (headerAt + LOCAL_BYTES > file.length || view.getUint32(headerAt, true) !== LOCAL_SIGNATURE) {
    throw new ZipError("damaged", "An entry is not where it should be.");
  }
  const from =
    headerAt + LOCAL_BYTES + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
  if (from + packedBytes > file.length) throw new ZipError("cut_short", "An entry is cut short.");
  const packed = file.subarray(from, from + packedBytes);
  let bytes: Uint8Array<ArrayBuffer>;
  if (method === STORED) bytes = packed.slice();
  else if (method === DEFLATED) bytes = await inflate(packed, entry.bytes);
  else throw new ZipError("not_allowed", "An entry is packed in a way that is not used here.");
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc) {
    throw new ZipError("damaged", "An entry is damaged.");
  }
  return bytes;
}

/** Stops as soon as more comes out than was said. */
async function inflate(packed: Uint8Array<ArrayBuffer>, saidBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Uint8Array(saidBytes);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > saidBytes) {
        await reader.cancel();
        throw new ZipError("too_big", "An entry unpacks to more than it says.");
      }
      out.set(value, at);
      at += value.length;
    }
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError("damaged", "An entry does not unpack.");
  }
  return out.subarray(0, at);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (let at = 0; at < bytes.length; at++) {
    crc = (CRC_TABLE[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
