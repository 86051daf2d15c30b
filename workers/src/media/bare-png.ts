/** A PNG with nothing in it but its pixels: no words, times, places or profiles. */

const SIGNATURE_BYTES = 8;
const PIXELS = new Set(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
/** Frames of an animated one. */
const MOVING = new Set(["acTL", "fcTL", "fdAT"]);

/** Of one that is whole; null where it moves. */
export function barePng(bytes: Uint8Array): Uint8Array[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (MOVING.has(name)) return null;
    if (PIXELS.has(name)) parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}
