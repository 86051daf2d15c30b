/** A JPEG's parts in their order, each from its marker to its end; coded pixels belong to the scan before them. */

export const JPEG = { SOI: 0xd8, EOI: 0xd9, SOS: 0xda, DQT: 0xdb, DHT: 0xc4, DRI: 0xdd, COM: 0xfe } as const;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

export interface JpegPart {
  marker: number;
  /** The whole part, its marker too. */
  bytes: Uint8Array;
}

/** Ends early where the file is no JPEG: then the last part is not the end of the image. */
export function* jpegParts(bytes: Uint8Array): Generator<JpegPart> {
  let at = 2;
  while (at + 1 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === JPEG.EOI) {
      yield { marker, bytes: bytes.subarray(at, at + 2) };
      return;
    }
    if (marker === 0 || marker === JPEG.SOI || isRestart(marker)) return;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (end < at + 4 || end > bytes.length) return;
    const next = marker === JPEG.SOS ? endOfScan(bytes, end) : end;
    yield { marker, bytes: bytes.subarray(at, next) };
    at = next;
  }
}

/** The marker after the coded pixels; stuffed bytes and restarts belong to them. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return bytes.length;
}
