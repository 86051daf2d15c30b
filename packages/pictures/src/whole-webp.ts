/** Chunks of a picture that does not move; anything else is no part of it. */
const KNOWN = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP", "EXIF", "XMP "]);
const PIXELS = new Set(["VP8 ", "VP8L"]);

/** Known chunks that fill the file to its last byte, pixels among them. */
export function isWholeWebp(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) + 8 !== bytes.length) return false;
  let at = 12;
  let hasPixels = false;
  while (at + 8 <= bytes.length) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length % 2);
    if (!KNOWN.has(name) || end > bytes.length || length === 0) return false;
    hasPixels ||= PIXELS.has(name);
    at = end;
  }
  return hasPixels && at === bytes.length;
}
