/**
 * Cheap checks on image bytes: format, size in the header and whether the end is there. Constant time for PNG and WebP,
 * bounded for JPEG (at most 64 segments are walked). Nothing is decoded.
 */

export type ImageFormat = "jpeg" | "png" | "webp";
export interface ImageHead {
  format: ImageFormat;
  widthPx: number;
  heightPx: number;
}

const MAX_JPEG_SEGMENTS = 64;
const MAX_PNG_CHUNKS = 64;

/** Returns what the bytes say of themselves, or null when they are foreign, truncated or malformed. */
export function readImageHead(bytes: Uint8Array): ImageHead | null {
  if (bytes.length < 32) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpeg(view);
  if (view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a) return readPng(view);
  if (view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) return readWebp(view);
  return null;
}

/** Whether these bytes, which have a head, are more than one picture. */
export function isAnimated(bytes: Uint8Array, { format }: ImageHead): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === "webp") return view.getUint32(12) === 0x56503858 && (view.getUint8(20) & 0x02) !== 0;
  return format === "png" && hasControlChunk(view);
}

/** `acTL` makes a PNG an animation; it stands before the pixels. */
function hasControlChunk(view: DataView): boolean {
  let at = 8;
  for (let chunk = 0; chunk < MAX_PNG_CHUNKS && at + 12 <= view.byteLength; chunk++) {
    const type = view.getUint32(at + 4);
    if (type === 0x6163544c) return true;
    if (type === 0x49444154) return false;
    at += 12 + view.getUint32(at);
  }
  return false;
}

function readJpeg(view: DataView): ImageHead | null {
  const end = view.byteLength;
  if (view.getUint16(end - 2) !== 0xffd9) return null;
  let at = 2;
  for (let segment = 0; segment < MAX_JPEG_SEGMENTS && at + 9 < end; segment++) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    // Any number of these may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      segment -= 1;
      continue;
    }
    const isFrameStart =
      marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrameStart) return sized("jpeg", view.getUint16(at + 7), view.getUint16(at + 5));
    if (marker === 0xda || marker === 0xd9) return null;
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

function readPng(view: DataView): ImageHead | null {
  if (view.getUint32(12) !== 0x49484452) return null;
  const end = view.byteLength;
  if (end < 45 || view.getUint32(end - 8) !== 0x49454e44) return null;
  return sized("png", view.getUint32(16), view.getUint32(20));
}

function readWebp(view: DataView): ImageHead | null {
  const declared = view.getUint32(4, true) + 8;
  if (declared !== view.byteLength && declared + 1 !== view.byteLength) return null;
  const chunk = view.getUint32(12);
  if (chunk === 0x56503820) {
    if (view.getUint8(23) !== 0x9d || view.getUint8(24) !== 0x01 || view.getUint8(25) !== 0x2a) return null;
    return sized("webp", view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
  }
  if (chunk === 0x5650384c) {
    if (view.getUint8(20) !== 0x2f) return null;
    const bits = view.getUint32(21, true);
    return sized("webp", (bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
  }
  if (chunk === 0x56503858) {
    const width = (view.getUint8(24) | (view.getUint8(25) << 8) | (view.getUint8(26) << 16)) + 1;
    const height = (view.getUint8(27) | (view.getUint8(28) << 8) | (view.getUint8(29) << 16)) + 1;
    return sized("webp", width, height);
  }
  return null;
}

function sized(format: ImageFormat, widthPx: number, heightPx: number): ImageHead | null {
  return widthPx > 0 && heightPx > 0 ? { format, widthPx, heightPx } : null;
}
