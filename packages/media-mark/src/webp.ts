import { joined, latin, viewOf, type Bytes } from "@llamasketch/pictures/bytes";
import { lettersAt, lettersFrom, type Part } from "./bytes.ts";

const HEADER_BYTES = 12;
const PIXELS = new Set(["VP8 ", "VP8L"]);
const NEEDED = new Set(["VP8X", "ICCP", "ANIM", "ANMF", "ALPH", ...PIXELS]);
/** Flags of the extended header. */
const HAS_PROFILE = 0x20;
const SEE_THROUGH = 0x10;
const HAS_XMP = 0x04;
const MOVES = 0x02;

function readWebp(file: Uint8Array): Part[] | null {
  const view = viewOf(file);
  const chunks: Part[] = [];
  for (let at = HEADER_BYTES; at < file.length;) {
    if (at + 8 > file.length) return null;
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (end > file.length) return null;
    chunks.push({ name: lettersAt(file, at, 4), bytes: file.subarray(at, end) });
    at = end;
  }
  return chunks;
}

export function xmpInWebp(file: Uint8Array): string | null {
  const found = readWebp(file)?.find(({ name }) => name === "XMP ");
  return found ? lettersFrom(found.bytes, 8) : null;
}

export function webpWith(xmp: string | null, file: Uint8Array): Bytes | null {
  const kept = readWebp(file)?.filter(({ name }) => NEEDED.has(name));
  if (!kept) return null;
  const header = xmp === null && !needsHeader(kept) ? null : headerOf(kept, xmp !== null);
  if (header === undefined) return null;
  const note = xmp === null ? [] : [chunk("XMP ", latin(xmp))];
  const body = kept.flatMap(({ name, bytes }) => (name === "VP8X" ? [] : [bytes]));
  const whole = joined([file.subarray(0, HEADER_BYTES), ...(header ? [header] : []), ...body, ...note]);
  viewOf(whole).setUint32(4, whole.length - 8, true);
  return whole;
}

/** One picture alone says all of itself. */
const needsHeader = (chunks: readonly Part[]): boolean =>
  chunks.some(({ name }) => name === "ALPH" || name === "ANIM" || name === "ICCP");

/** The extended header, saying what is there and no more; undefined where the size cannot be told. */
function headerOf(chunks: readonly Part[], hasXmp: boolean): Bytes | undefined {
  const has = (name: string): boolean => chunks.some((part) => part.name === name);
  const before = chunks.find(({ name, bytes }) => name === "VP8X" && bytes.length === 18)?.bytes;
  const still = chunks.find(({ name }) => PIXELS.has(name))?.bytes;
  const told = before?.slice(12) ?? (still && sizeOf(still));
  if (!told) return undefined;
  const wasSeeThrough = ((before?.[8] ?? 0) & SEE_THROUGH) !== 0;
  const isSeeThrough = wasSeeThrough || has("ALPH") || (still !== undefined && isSeeThroughLossless(still));
  const flags =
    (has("ICCP") ? HAS_PROFILE : 0) |
    (isSeeThrough ? SEE_THROUGH : 0) |
    (hasXmp ? HAS_XMP : 0) |
    (has("ANIM") ? MOVES : 0);
  return chunk("VP8X", joined([Uint8Array.of(flags, 0, 0, 0), told]));
}

/** Width and height, less one, in three bytes each. */
function sizeOf(picture: Uint8Array): Bytes | undefined {
  if (picture.length < 18) return undefined;
  const view = viewOf(picture);
  const isLossless = lettersAt(picture, 0, 4) === "VP8L";
  const bits = isLossless ? view.getUint32(9, true) : view.getUint32(14, true);
  const width = isLossless ? bits & 0x3fff : (bits & 0x3fff) - 1;
  const height = isLossless ? (bits >>> 14) & 0x3fff : ((bits >>> 16) & 0x3fff) - 1;
  return Uint8Array.of(width & 255, width >> 8, 0, height & 255, height >> 8, 0);
}

const isSeeThroughLossless = (picture: Uint8Array): boolean =>
  lettersAt(picture, 0, 4) === "VP8L" && ((viewOf(picture).getUint32(9, true) >>> 28) & 1) === 1;

function chunk(name: string, data: Uint8Array): Bytes {
  const head = joined([latin(name), new Uint8Array(4)]);
  viewOf(head).setUint32(4, data.length, true);
  return joined([head, data, new Uint8Array(data.length % 2)]);
}
