import { joined, latin, viewOf, type Bytes } from "@llamasketch/pictures/bytes";
import { lettersAt, lettersFrom } from "./bytes.ts";

const SOS = 0xda;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const XMP_NAME = "http://ns.adobe.com/xap/1.0/\0";

interface JpegSegment {
  marker: number;
  bytes: Uint8Array;
}

/** What stands before the pixels, and the pixels; null where that cannot be told apart. */
function readJpeg(file: Uint8Array): { segments: JpegSegment[]; pixels: Uint8Array } | null {
  const view = viewOf(file);
  const segments: JpegSegment[] = [];
  for (let at = 2; at + 4 <= file.length;) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === SOS) return { segments, pixels: file.subarray(at) };
    const end = at + 2 + view.getUint16(at + 2);
    if (marker < 0xc0 || end > file.length || end < at + 4) return null;
    segments.push({ marker, bytes: file.subarray(at, end) });
    at = end;
  }
  return null;
}

export function xmpInJpeg(file: Uint8Array): string | null {
  const found = readJpeg(file)?.segments.find(isXmp);
  return found ? lettersFrom(found.bytes, 4 + XMP_NAME.length) : null;
}

export function jpegWith(xmp: string | null, file: Uint8Array): Bytes | null {
  const read = readJpeg(file);
  if (!read) return null;
  const kept = read.segments.filter(isNeeded);
  // JFIF has to be the first.
  const first = kept[0]?.marker === APP0 ? 1 : 0;
  const note = xmp === null ? [] : [segment(APP1, XMP_NAME, xmp)];
  return joined([
    file.subarray(0, 2),
    ...kept.slice(0, first).map(({ bytes }) => bytes),
    ...note,
    ...kept.slice(first).map(({ bytes }) => bytes),
    read.pixels,
  ]);
}

/** Tables, sizes, and the notes that say what the numbers of its pixels mean. */
function isNeeded({ marker, bytes }: JpegSegment): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > 0xef) return true;
  if (marker === APP0) return lettersAt(bytes, 4, 5) === "JFIF\0";
  if (marker === APP2) return lettersAt(bytes, 4, 12) === "ICC_PROFILE\0";
  return marker === APP14 && lettersAt(bytes, 4, 5) === "Adobe";
}

const isXmp = ({ marker, bytes }: JpegSegment): boolean =>
  marker === APP1 && lettersAt(bytes, 4, XMP_NAME.length) === XMP_NAME;

function segment(marker: number, name: string, text: string): Bytes {
  const body = joined([latin(name), latin(text)]);
  const length = body.length + 2;
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body]);
}
