import { joined, latin, viewOf, type Bytes } from "@llamasketch/pictures/bytes";
import { crc32 } from "@llamasketch/pictures/crc32";
import { lettersAt, lettersFrom, u32, type Part } from "./bytes.ts";

const SIGNATURE_BYTES = 8;
/** Pixels, how they move, and what their numbers mean. */
const PIXELS = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "acTL", "fcTL", "fdAT"];
const COLOURS = ["cHRM", "cICP", "gAMA", "iCCP", "mDCV", "cLLI", "sBIT", "sRGB"];
const NEEDED = new Set([...PIXELS, ...COLOURS]);
/** Keyword, not compressed, without language: what stands before the text. */
const XMP_START = "XML:com.adobe.xmp\0\0\0\0\0";

function readPng(file: Uint8Array): Part[] | null {
  const view = viewOf(file);
  const chunks: Part[] = [];
  for (let at = SIGNATURE_BYTES; at + 12 <= file.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > file.length) return null;
    const name = lettersAt(file, at + 4, 4);
    chunks.push({ name, bytes: file.subarray(at, end) });
    if (name === "IEND") return chunks[0]?.name === "IHDR" ? chunks : null;
    at = end;
  }
  return null;
}

export function xmpInPng(file: Uint8Array): string | null {
  const isXmp = ({ name, bytes }: Part): boolean =>
    name === "iTXt" && lettersAt(bytes, 8, XMP_START.length) === XMP_START;
  const found = readPng(file)?.find(isXmp);
  return found ? lettersFrom(found.bytes, 8 + XMP_START.length) : null;
}

export function pngWith(xmp: string | null, file: Uint8Array): Bytes | null {
  const chunks = readPng(file);
  if (!chunks) return null;
  const kept = chunks.flatMap(({ name, bytes }) => (NEEDED.has(name) ? [bytes] : []));
  const note = xmp === null ? [] : [chunk("iTXt", joined([latin(XMP_START), latin(xmp)]))];
  // Behind the header, where it is found without the pixels being read.
  return joined([file.subarray(0, SIGNATURE_BYTES), ...kept.slice(0, 1), ...note, ...kept.slice(1)]);
}

function chunk(name: string, data: Uint8Array): Bytes {
  const body = joined([latin(name), data]);
  return joined([u32(data.length), body, u32(crc32(body))]);
}
