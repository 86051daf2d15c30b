/** Image files with nothing in them but the image: no text, no time, no maker, no profile. */

const PNG_SIGNATURE_BYTES = 8;
/** What the pixels need: header, palette, transparency, data, end. */
const PNG_CHUNKS = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
const WEBP_HEADER_BYTES = 12;

interface Chunk {
  name: string;
  /** Header and padding included. */
  bytes: Uint8Array;
}

/** The chunks of a PNG, in order; throws when the file is not whole. */
export function pngChunks(file: Uint8Array): Chunk[] {
  const view = viewOf(file);
  const chunks: Chunk[] = [];
  for (let at = PNG_SIGNATURE_BYTES; at < file.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > file.length) throw new RangeError("The PNG ends inside a chunk.");
    chunks.push({ name: nameAt(file, at + 4), bytes: file.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/** The chunks of a WebP, in order; throws when the file is not whole. */
export function webpChunks(file: Uint8Array): Chunk[] {
  const view = viewOf(file);
  const chunks: Chunk[] = [];
  for (let at = WEBP_HEADER_BYTES; at < file.length;) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > file.length) throw new RangeError("The WebP ends inside a chunk.");
    chunks.push({ name: nameAt(file, at), bytes: file.subarray(at, end) });
    at = end;
  }
  return chunks;
}

/** The PNG with only the chunks that its pixels need. */
export function plainPng(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = pngChunks(file).filter(({ name }) => PNG_CHUNKS.has(name));
  return joined([file.subarray(0, PNG_SIGNATURE_BYTES), ...kept.map(({ bytes }) => bytes)]);
}

/** A still WebP as its image data alone; transparency keeps the chunks it needs. */
export function plainWebp(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunks = webpChunks(file);
  const image = chunks.filter(({ name }) => name === "VP8 " || name === "VP8L");
  const alpha = chunks.filter(({ name }) => name === "ALPH");
  const kept = alpha.length ? [extendedHeader(chunks), ...alpha, ...image] : image;
  const plain = joined([file.subarray(0, WEBP_HEADER_BYTES), ...kept.map(({ bytes }) => bytes)]);
  viewOf(plain).setUint32(4, plain.length - 8, true);
  return plain;
}

const HAS_ALPHA = 0x10;

/** The extended header, saying no more than that there is transparency. */
function extendedHeader(chunks: readonly Chunk[]): Chunk {
  const header = chunks.find(({ name }) => name === "VP8X");
  if (!header) throw new RangeError("The WebP has transparency but no header for it.");
  const bytes = header.bytes.slice();
  bytes[8] = HAS_ALPHA;
  return { name: header.name, bytes };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const nameAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
