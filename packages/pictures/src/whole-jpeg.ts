const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Each goes over all pixels once more: encoders use a dozen, a bomb thousands. */
export const SCANS_MAX = 64;
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/** Segments, one frame, at least one scan, and the end at the last byte. */
export const isWholeJpeg = (bytes: Uint8Array): boolean => scansOf(bytes) > 0;

/** How often a decoder goes over its pixels; 0 when it is not whole. */
export function scansOf(bytes: Uint8Array): number {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return 0;
  let at = 2;
  let frames = 0;
  let scans = 0;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return 0;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    at += 2;
    if (marker === EOI) return at === bytes.length && frames === 1 ? scans : 0;
    if (marker === 0 || marker === SOI || isRestart(marker)) return 0;
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (length < 2 || at + length > bytes.length) return 0;
    at += length;
    if (isFrame(marker)) frames += 1;
    if (marker !== SOS) continue;
    scans += 1;
    at = endOfScan(bytes, at);
  }
  return 0;
}

/** The marker after the coded pixels; stuffed bytes and restarts belong to them. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return bytes.length;
}
